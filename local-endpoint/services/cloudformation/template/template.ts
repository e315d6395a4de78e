import { AwsError } from '../../../kit/aws-error';
import { formatError, isList, isObject, type Json, type JsonObject } from './json';
import type { OutputDeclaration, ResourceDeclaration, Template } from './model';
import { checkReferences } from './references';
import { parseYaml } from './yaml';

/**
 * Reads a template in JSON or YAML.
 * @throws AwsError `ValidationError` in CloudFormation's words where the form is wrong
 */
export function parseTemplate(body: string): Template {
  const document = read(body);
  const unknown = Object.keys(document).filter((key) => !SECTIONS.includes(key));
  if (unknown.length > 0) {
    throw new AwsError('ValidationError', `Invalid template property or properties [${unknown.join(', ')}]`);
  }
  if (document.Transform !== undefined) {
    throw refusal(`apply the transform ${JSON.stringify(document.Transform)}`);
  }
  const template: Template = {
    description: typeof document.Description === 'string' ? document.Description : undefined,
    metadata: document.Metadata,
    parameters: section(document, 'Parameters'),
    mappings: section(document, 'Mappings'),
    conditions: section<Json>(document, 'Conditions'),
    rules: section(document, 'Rules'),
    resources: mapValues(section(document, 'Resources'), resource),
    outputs: mapValues(section(document, 'Outputs'), output),
  };
  if (Object.keys(template.resources).length === 0) {
    throw formatError('At least one Resources member must be defined.');
  }
  checkReferences(template);
  return template;
}

/** What the local CloudFormation does not do, said by name. */
export const refusal = (what: string): AwsError =>
  new AwsError('ValidationError', `The local CloudFormation cannot ${what}`);

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Resources',
  'Outputs',
];

function read(body: string): JsonObject {
  const document = /^\s*\{/.test(body) ? attempt(JSON.parse, body, 'JSON') : attempt(parseYaml, body, 'YAML');
  if (!isObject(document)) throw formatError('unsupported structure.');
  return document;
}

function attempt(parse: (text: string) => unknown, body: string, language: string): unknown {
  try {
    return JSON.parse(JSON.stringify(parse(body)));
  } catch (error) {
    throw formatError(`${language} not well-formed. (${(error as Error).message})`);
  }
}

function section<Value = JsonObject>(document: JsonObject, name: string): Record<string, Value> {
  const value = document[name] ?? {};
  if (!isObject(value)) throw formatError(`${name} must be an object.`);
  return value as Record<string, Value>;
}

const mapValues = <From, To>(
  from: Record<string, From>,
  map: (value: From, key: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value, key)]));

function resource(declared: Json, logicalId: string): ResourceDeclaration {
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) {
    throw formatError(`Resource name ${logicalId} is non alphanumeric.`);
  }
  if (!isObject(declared))
    throw formatError(`[/Resources/${logicalId}] Every Resources object must be an object.`);
  const { Type, Properties, Condition, DependsOn, DeletionPolicy, UpdateReplacePolicy, Metadata } = declared;
  if (typeof Type !== 'string') {
    throw formatError(`[/Resources/${logicalId}] Every Resources object must contain a Type member.`);
  }
  const unknown = Object.keys(declared).find((key) => !RESOURCE_ATTRIBUTES.includes(key));
  if (unknown !== undefined) {
    throw formatError(`Invalid template resource property '${unknown}'`);
  }
  if (Properties !== undefined && !isObject(Properties)) {
    throw formatError(`[/Resources/${logicalId}/Properties] Properties must be an object.`);
  }
  return {
    type: Type,
    properties: Properties ?? {},
    condition: typeof Condition === 'string' ? Condition : undefined,
    dependsOn: (isList(DependsOn) ? DependsOn : [DependsOn]).filter((id) => typeof id === 'string'),
    deletionPolicy: typeof DeletionPolicy === 'string' ? DeletionPolicy : 'Delete',
    updateReplacePolicy: typeof UpdateReplacePolicy === 'string' ? UpdateReplacePolicy : 'Delete',
    metadata: Metadata,
  };
}

const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];

function output(declared: Json, name: string): OutputDeclaration {
  if (!isObject(declared) || declared.Value === undefined) {
    throw formatError(`[/Outputs/${name}] Every Outputs member must contain a Value object`);
  }
  const { Value, Description, Condition, Export } = declared;
  return {
    value: Value,
    description: typeof Description === 'string' ? Description : undefined,
    condition: typeof Condition === 'string' ? Condition : undefined,
    exportName: isObject(Export) ? Export.Name : undefined,
  };
}
