import { isList, isObject, type Json, plain } from '../../../kit/resources/json';
import type { Template } from './model';
import { formatError } from './errors';

/** What a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`: logical ids, parameters and pseudo parameters alike. */
export function referencesIn(value: Json | undefined): Set<string> {
  const found = new Set<string>();
  if (value !== undefined) collect(value, found);
  return found;
}

/** The `${…}` of a Fn::Sub text, without literals (`${!…}`). */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map((match) => (match[1] ?? '').trim());

/**
 * Checks that every reference names a resource, a parameter or a pseudo parameter.
 * @throws AwsError `ValidationError` with CloudFormation's message
 */
export function checkReferences(template: Template): void {
  const resources = Object.values(template.resources);
  check(template, 'Resources', [
    ...resources.map((declared) => referencesIn(declared.properties)),
    new Set(resources.flatMap((declared) => declared.dependsOn)),
  ]);
  check(
    template,
    'Outputs',
    Object.values(template.outputs).map((output) => referencesIn([output.value, output.exportName ?? null])),
  );
  const named = [...resources, ...Object.values(template.outputs)].map(({ condition }) => condition);
  const undefinedCondition = named.find(
    (name) => name !== undefined && template.conditions[name] === undefined,
  );
  if (undefinedCondition !== undefined) {
    throw formatError(`Unresolved condition '${undefinedCondition}'.`);
  }
}

function check(template: Template, section: string, references: readonly Set<string>[]): void {
  const unresolved = [...new Set(references.flatMap((names) => [...names]))].filter(
    (name) =>
      template.resources[name] === undefined &&
      template.parameters[name] === undefined &&
      !name.startsWith('AWS::'),
  );
  if (unresolved.length > 0) {
    throw formatError(
      `Unresolved resource dependencies [${unresolved.join(', ')}] in the ${section} block of the template`,
    );
  }
}

function collect(value: Json, found: Set<string>): void {
  if (isList(value)) return value.forEach((item) => collect(item, found));
  if (!isObject(value)) return;
  const [key] = Object.keys(value);
  if (key === 'Ref' && typeof value.Ref === 'string') found.add(value.Ref);
  else if (key === 'Fn::GetAtt') found.add(resourceOf(value[key] as Json));
  else if (key === 'Fn::Sub') collectSub(value[key] as Json, found);
  else Object.values(value).forEach((item) => collect(item, found));
}

const resourceOf = (argument: Json): string =>
  typeof argument === 'string' ? (argument.split('.')[0] ?? '') : isList(argument) ? plain(argument[0]) : '';

function collectSub(argument: Json, found: Set<string>): void {
  const [text, variables] = isList(argument) ? argument : [argument];
  const local = isObject(variables) ? variables : {};
  placeholdersIn(plain(text))
    .filter((name) => !(name in local))
    .forEach((name) => found.add(name.split('.')[0] ?? ''));
  Object.values(local).forEach((item) => collect(item, found));
}
