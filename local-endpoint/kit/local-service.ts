import type { ApiCall } from './call';
import type { ServiceContext } from './context';
import type { Observer, Operation } from './operation';
import type { ConditionValues, PermissionRules, ResourcePolicy } from './permissions';
import type { ResourceProvider } from './resources/provider';
import type { Route } from './route';

/** Whose kept answers a write may change; `dependents` are the service itself and those that do not stand alone. */
export type WriteChange = 'all' | 'dependents' | 'itself' | 'nothing';

/**
 * An AWS service of the endpoint: one folder under `services/`, and one line in `services/index.ts`. A service
 * that moto answers alone is one too, where it has permissions or CloudFormation resource types.
 */
export interface LocalService {
  /** Its prefix in IAM actions: `codepipeline`, `elasticloadbalancing`. */
  readonly name: string;
  /** Its other names in credential scopes and IAM actions, for example a former one. @default - none */
  readonly aliases?: readonly string[];
  /** An operation it does not have is refused by name (`refuse`), or answered by moto (`forward`). */
  readonly otherwise: 'refuse' | 'forward';
  /**
   * Whether moto's answers to its reads, or to those that match, change by writes only, and not by time or by being
   * read: they are kept until then. @default false
   */
  readonly keepsReads?: boolean | RegExp;
  /** Whose kept answers its writes may change. @default all */
  readonly writesChange?: WriteChange | ((operation: string) => WriteChange);
  /**
   * Whether no kept answer has anything in it of other services' resources, of a network for example. @default false
   */
  readonly standsAlone?: boolean;
  /**
   * What an input names its resource by, from the outside in, for example a bucket and a key, whatever their case: a write
   * changes no answer to a read that has another name at the same place.
   * @returns undefined at the place of a name that the input leaves open @default - a write may change all
   */
  readonly resourceOf?: (input: Readonly<Record<string, unknown>>) => readonly unknown[];
  /**
   * The reads whose kept answers a write leaves as they are, because it is about another part of the service.
   * @param write its operation
   * @default - a write may change all
   */
  readonly leavesReads?: (write: string) => RegExp | undefined;
  /** Which IAM actions, on which resources, an operation needs; one that is not here needs its action on `*`. */
  readonly permissions: PermissionRules;
  /** Condition keys of every call to it beside the global ones. @default - none */
  readonly conditionKeys?: (call: ApiCall) => ConditionValues;
  /** The error code of its refusals. @default - `AccessDenied` or whatever else services of the call's protocol use */
  readonly deniedCode?: string;
  /** The error code of a call that is one too many. @default - what services of the call's protocol use */
  readonly throttledCode?: string;
  /** Its names in the AWS CLI. @default - its name */
  readonly cliNames?: readonly string[];
  /** Loads its client of the SDK, which has all its operations. @default - it has no other operations than its own */
  readonly client?: () => Promise<object>;
  /** Its CloudFormation resource types, by name. */
  readonly resources: Readonly<Record<string, ResourceProvider>>;
  /** Creates its parts; called once for each endpoint. @default - moto executes every operation */
  create?(context: ServiceContext): ServiceParts;
}

/** What a service does at run time. */
export interface ServiceParts {
  /** Its own operations, by their API names. @default - none */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** Run after calls that moto executed, those of other services too. @default - none */
  readonly observers?: readonly Observer[];
  /** What it serves beside AWS's APIs, on the same port. @default - nothing */
  readonly routes?: readonly Route[];
  /** The policy of one of its resources. @default - its resources have none */
  readonly resourcePolicy?: (arn: string, callerAccount: string) => Promise<ResourcePolicy>;
}

/** A service with its parts, as the endpoint runs it. */
export interface RunningService extends ServiceParts {
  readonly service: LocalService;
}

export function startServices(services: readonly LocalService[], context: ServiceContext): RunningService[] {
  return services.map((service) => ({ service, ...service.create?.(context) }));
}

/**
 * CloudFormation's resource types of all services.
 * @throws Error where two services have the same one
 */
export function resourceTypesOf(services: readonly LocalService[]): Map<string, ResourceProvider> {
  const types = new Map<string, ResourceProvider>();
  for (const { name, resources } of services)
    for (const [type, provider] of Object.entries(resources)) {
      if (types.has(type)) throw new Error(`${name} has a resource type that another service has: ${type}`);
      types.set(type, provider);
    }
  return types;
}
