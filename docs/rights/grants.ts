import { type Resource, statementsOf, type Template, textOf } from './template';

/** One action that a statement of a role's policy allows. */
export interface RoleGrant {
  /** Name of the role. */
  readonly role: string;
  /** Name of the policy, and the statement's index, as a rehearsal's `grant-tried` has them. */
  readonly policy: string;
  readonly statement: string;
  /** As it is in the policy: an action, or a pattern of actions. */
  readonly action: string;
  /** On what: ARNs without partition, region and account. */
  readonly resources: readonly string[];
}

/** Every grant of the policies of a template's roles. */
export function grantsOf(template: Template): RoleGrant[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([id, { Properties = {} }]) => {
      const role = textOf({ Ref: id }, template).split('/').at(-1) ?? id;
      const policies = (Properties['Policies'] ?? []) as NonNullable<Resource['Properties']>[];
      return policies.flatMap((policy) => grantsOfPolicy(role, policy, template));
    });
}

function grantsOfPolicy(
  role: string,
  policy: NonNullable<Resource['Properties']>,
  template: Template,
): RoleGrant[] {
  return statementsOf(policy['PolicyDocument']).flatMap((statement, index) => {
    const { Effect, Action, Resource: resource } = statement;
    if (Effect !== 'Allow') return [];
    const resources = [resource].flat().map((one) => short(textOf(one, template)));
    const where = { role, policy: String(policy['PolicyName']), statement: String(index) };
    return [Action].flat().map((action) => ({ ...where, action: String(action), resources }));
  });
}

/** `arn:aws:s3:::bucket/key` becomes `s3:bucket/key`. */
function short(value: string): string {
  const [arn, , service, , , ...resource] = value.split(':');
  return arn === 'arn' ? [service, ...resource].join(':') : value;
}

/**
 * Identifies a grant in the list: action and all resources of its service. It is the same one in every environment, because
 * the same code writes it.
 * @param environments their names
 */
export function grantKey(
  { role, action, resources }: Pick<RoleGrant, 'role' | 'action' | 'resources'>,
  environments: readonly string[],
): { readonly role: string; readonly grant: string } {
  const anywhere = (text: string): string =>
    environments
      .reduce((changed, name) => changed.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), '*'), text)
      .replace(HASH, '*');
  const [service = ''] = action.split(':');
  const ofService = resources.filter(
    (resource) => resource.startsWith(`${service}:`) || isParameter(resource),
  );
  const on = [...new Set((ofService.length ? ofService : resources).map(anywhere))].sort();
  return { role: anywhere(role), grant: `${action} on ${on.join(', ')}` };
}

/** Whether a resource is one that only the deployment knows, of whatever service. */
const isParameter = (resource: string): boolean => resource.startsWith('{');

/** The name of an asset: it changes with what is in it. */
const HASH = /[0-9a-f]{64}/;
