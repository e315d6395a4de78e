import type { ApiCall } from './call';
import type { ServiceContext } from './context';
import type { Observer, Operation } from './operation';
import type { ConditionValues, PermissionRules, ResourcePolicy } from './permissions';
import type { ResourceProvider } from './resources/provider';
import type { Route } from './route';

/**
 * An AWS service as the endpoint has it: one folder under `services/`, and one line in `services/index.ts`. A service
 * that moto answers alone is one too, where it has permissions or CloudFormation resource types.
 */
export interface LocalService {
  /** Its prefix in IAM actions: `codepipeline`, `elasticloadbalancing`. */
  readonly name: string;
  /** What else it is called in credential scopes and IAM actions, for example a former name. @default - nothing */
  readonly aliases?: readonly string[];
  /** What becomes of an operation it does not have: `refuse` answers with an error that names it, `forward` asks moto. */
  readonly otherwise: 'refuse' | 'forward';
  /** Which IAM actions, on which resources, an operation needs; one that is not here needs its action on `*`. */
  readonly permissions: PermissionRules;
  /** Condition keys of every call to it beside the global ones. @default - none */
  readonly conditionKeys?: (call: ApiCall) => ConditionValues;
  /** Its CloudFormation resource types, by name. */
  readonly resources: Readonly<Record<string, ResourceProvider>>;
  /** Starts it; once per endpoint. @default - moto alone answers it */
  create?(context: ServiceContext): ServiceParts;
}

/** A started service. All parts are optional: a service may only watch what moto answers. */
export interface ServiceParts {
  /** Operations by their API names. */
  readonly operations?: Readonly<Record<string, Operation>>;
  /** What watches calls that moto answers, those of other services too. */
  readonly observers?: readonly Observer[];
  /** What it serves beside AWS's APIs, on the same port. */
  readonly routes?: readonly Route[];
  /** The policy of one of its resources. @default - its resources have none */
  readonly resourcePolicy?: (arn: string, callerAccount: string) => Promise<ResourcePolicy>;
}

/** A service with its parts, as the endpoint runs it. */
export interface RunningService extends ServiceParts {
  readonly service: LocalService;
}

/** Starts services in one context. */
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
