/** A value of a template: plain, or an intrinsic function. */
export type TemplateValue = unknown;

/** One resource of a template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: TemplateProperties;
  /** The template it belongs to. */
  readonly template: StackTemplate;
}

/** The properties of a resource or of a part of one. */
export type TemplateProperties = Readonly<Record<string, TemplateValue>>;

/** A template and where it is deployed to. */
export interface StackTemplate {
  /** `account/region`. @default - the stack is bound to none */
  readonly accountRegion?: string;
  readonly resources: readonly Resource[];
}

/** @param content the template's JSON */
export function stackTemplate(content: unknown, accountRegion: string | undefined): StackTemplate {
  const resources: Resource[] = [];
  const template: StackTemplate = { accountRegion, resources };
  for (const [logicalId, value] of Object.entries(properties(properties(content).Resources))) {
    const { Type, Properties: own } = properties(value);
    resources.push({ logicalId, type: valueText(Type, template), properties: properties(own), template });
  }
  return template;
}

/** The value as a mapping; empty for any other value. */
export function properties(value: TemplateValue): TemplateProperties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as TemplateProperties)
    : {};
}

/** The value as a list; empty for any other value. */
export function list(value: TemplateValue): readonly TemplateValue[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The value as readable text: a reference becomes the name of what it refers to, and what is known only at deployment
 * becomes `${…}`.
 */
export function valueText(value: TemplateValue, template: StackTemplate): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const [name, argument] = Object.entries(properties(value))[0] ?? [];
  if (name === 'Ref') return nameOf(String(argument), template);
  if (name === 'Fn::GetAtt')
    return nameOf(String(list(argument)[0] ?? argument).split('.')[0] ?? '', template);
  if (name === 'Fn::Sub') return substituted(argument, template);
  if (name === 'Fn::Join') return joined(list(argument), template);
  return name === undefined ? '' : `\${${name}}`;
}

const NAMES = [
  'Name',
  'ApplicationName',
  'DeploymentGroupName',
  'DeploymentConfigName',
  'FunctionName',
  'ProjectName',
  'RepositoryName',
  'BucketName',
];

function nameOf(logicalId: string, template: StackTemplate): string {
  const resource = template.resources.find((candidate) => candidate.logicalId === logicalId);
  const name = NAMES.map((key) => resource?.properties[key]).find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : `\${${logicalId}}`;
}

function substituted(argument: TemplateValue, template: StackTemplate): string {
  const pattern = valueText(Array.isArray(argument) ? argument[0] : argument, template);
  return pattern.replace(/\$\{(\w+)(?:\.\w+)?\}/g, (_, logicalId: string) => nameOf(logicalId, template));
}

function joined([separator, parts]: readonly TemplateValue[], template: StackTemplate): string {
  return list(parts)
    .map((part) => valueText(part, template))
    .join(valueText(separator, template));
}
