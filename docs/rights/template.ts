/** A stack's template, as far as its rights are read. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A policy's statement; one value may stand without its array. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  /** Absent in the policy of a role. */
  readonly Principal?: '*' | Readonly<Record<string, unknown>>;
  readonly Action: unknown;
  /** Absent in the trust of a role. */
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a property that holds a policy document. */
export function statementsOf(document: unknown): readonly Statement[] {
  return (document as { readonly Statement: readonly Statement[] }).Statement;
}

/** The properties of resources that name them. */
const NAMES = ['RoleName', 'BucketName', 'QueueName', 'TopicName', 'FunctionName', 'LogGroupName', 'Name'];

/**
 * A value as text: a reference to a resource as its ARN, as far as that is known; one to a parameter in braces.
 * @throws Error for an intrinsic function that no policy of the factory's has
 */
export function textOf(value: unknown, template: Template): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[key, argument] = ['', undefined]] = Object.entries(value) as [string, unknown][];
  switch (key) {
    case 'Ref':
      return arnOf(argument as string, template);
    case 'Fn::GetAtt':
      return arnOf((argument as readonly string[])[0] as string, template);
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, readonly unknown[]];
      return parts.map((part) => partOf(part, template)).join(separator);
    }
    default:
      throw new Error(
        `a policy's value must be text, Ref, Fn::GetAtt or Fn::Join, got: ${JSON.stringify(value)}`,
      );
  }
}

/** What a part of a longer text becomes: a reference its name alone. */
function partOf(part: unknown, template: Template): string {
  if (typeof part === 'string') return part;
  const text = JSON.stringify(part);
  const [, id = text] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text) ?? [];
  return template.Resources[id] ? nameOf(id, template) : `{${id}}`;
}

function arnOf(id: string, template: Template): string {
  const type = template.Resources[id]?.Type;
  if (!type) return `{${id}}`;
  const [service, kind] = ARN_KINDS[type] ?? [(type.split('::')[1] as string).toLowerCase(), ''];
  return `arn:aws:${service}:::${kind}${nameOf(id, template)}`;
}

/** The service and what stands before the name in ARNs of types where that is more than the service. */
const ARN_KINDS: Readonly<Record<string, readonly [service: string, kind: string]>> = {
  'AWS::CodeStarConnections::Connection': ['codestar-connections', 'connection/'],
  'AWS::CodeConnections::Connection': ['codeconnections', 'connection/'],
  'AWS::Events::Rule': ['events', 'rule/'],
  'AWS::IAM::Role': ['iam', 'role/'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::Lambda::Function': ['lambda', 'function:'],
};

function nameOf(id: string, { Resources }: Template): string {
  const properties = Resources[id]?.Properties ?? {};
  return String(NAMES.map((property) => properties[property]).find((one) => typeof one === 'string') ?? id);
}
