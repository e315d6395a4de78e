import { type Resource, type Statement, statementsOf, type Template, textOf } from './template';

/** What a principal may do with a resource. */
export interface Right {
  /** An ARN, a service, an account, or `*`. */
  readonly principal: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
}

/** What must hold of a request for a right to be there. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Every right that a template gives: by policies of roles, trusts of roles, policies of resources and invoke permissions. */
export function rightsOf(template: Template): Right[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const itself = textOf({ Ref: id }, template);
    return READERS[resource.Type]?.(resource.Properties ?? {}, itself, template) ?? [];
  });
}

type Properties = NonNullable<Resource['Properties']>;

type Reader = (properties: Properties, itself: string, template: Template) => Right[];

const READERS: Readonly<Record<string, Reader>> = {
  'AWS::IAM::Role': (role, itself, template) => [
    ...resourceRights(role['AssumeRolePolicyDocument'], template, itself),
    ...[role['Policies'] ?? []]
      .flat()
      .flatMap((policy) => roleRights(policy as Properties, itself, template)),
    ...[role['ManagedPolicyArns'] ?? []].flat().map((policy) => managedRight(policy, itself, template)),
  ],
  'AWS::KMS::Key': (key, itself, template) => resourceRights(key['KeyPolicy'], template, itself),
  'AWS::Lambda::Permission': (permission, _itself, template) => [invokeRight(permission, template)],
  'AWS::Lambda::ResourcePolicy': (policy, _itself, template) =>
    resourceRights(policy['PolicyDocument'], template),
  'AWS::S3::BucketPolicy': (policy, _itself, template) => resourceRights(policy['PolicyDocument'], template),
  'AWS::SNS::TopicPolicy': (policy, _itself, template) => resourceRights(policy['PolicyDocument'], template),
  'AWS::SQS::QueuePolicy': (policy, _itself, template) => resourceRights(policy['PolicyDocument'], template),
};

/** The types of resources whose rights are read. */
export const READ_TYPES: readonly string[] = Object.keys(READERS);

function roleRights(policy: Properties, role: string, template: Template): Right[] {
  return statementsOf(policy['PolicyDocument']).flatMap((statement) =>
    resourcesOf(statement, template).map((resource) => ({
      principal: role,
      resource,
      actions: actionsOf(statement),
      conditions: conditionsOf(statement, template),
    })),
  );
}

/** All that a managed policy allows, which AWS or the team may change: its ARN in place of actions, on whatever it names. */
const managedRight = (policy: unknown, role: string, template: Template): Right => ({
  principal: role,
  resource: '*',
  actions: [textOf(policy, template)],
  conditions: [],
});

/**
 * What the policy of a resource allows; what it denies only takes away. @param itself where the policy names no
 * resource, or means its own by `*`
 */
function resourceRights(document: unknown, template: Template, itself?: string): Right[] {
  return statementsOf(document)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      principalsOf(statement, template).flatMap((principal) =>
        (itself ? [itself] : resourcesOf(statement, template)).map((resource) => ({
          principal,
          resource,
          actions: actionsOf(statement),
          conditions: conditionsOf(statement, template),
        })),
      ),
    );
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
function invokeRight(permission: Properties, template: Template): Right {
  const sources = Object.entries({ SourceArn: 'ArnLike', SourceAccount: 'StringEquals' });
  return {
    principal: String(permission['Principal']),
    resource: textOf(permission['FunctionName'], template),
    actions: [String(permission['Action'])],
    conditions: sources
      .filter(([name]) => permission[name])
      .map(([name, operator]) => ({
        operator,
        key: `aws:${name}`,
        values: [textOf(permission[name], template)],
      })),
  };
}

function principalsOf({ Principal = '*' }: Statement, template: Template): string[] {
  return (Principal === '*' ? ['*'] : Object.values(Principal).flat()).map((one) => textOf(one, template));
}

const resourcesOf = ({ Resource }: Statement, template: Template): string[] =>
  [Resource].flat().map((resource) => textOf(resource, template));

const actionsOf = ({ Action }: Statement): string[] => [Action].flat().map(String);

function conditionsOf({ Condition = {} }: Statement, template: Template): Condition[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: [values].flat().map((value) => textOf(value, template)),
    })),
  );
}
