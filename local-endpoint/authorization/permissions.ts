import type { ApiCall } from '../kit/call';
import type { LocalService } from '../kit/local-service';
import type { ConditionValues, PermissionRule } from '../kit/permissions';

/** The permissions of all services, by call. */
export interface Permissions {
  /** @returns undefined for an operation that no service has a rule for */
  ruleOf(call: ApiCall): PermissionRule | undefined;
  /** The condition keys of the called service. */
  conditionKeysOf(call: ApiCall): ConditionValues;
  /** The code of the called service's refusals. @default - what services of its protocol use */
  deniedCodeOf(call: ApiCall): string | undefined;
}

/** The permissions of services, under their names and aliases. */
export function collectPermissions(services: readonly LocalService[]): Permissions {
  const byName = new Map(
    services.flatMap((service) =>
      [service.name, ...(service.aliases ?? [])].map((name) => [name, service] as const),
    ),
  );
  return {
    ruleOf: ({ service, operation }) => byName.get(service)?.permissions[operation],
    conditionKeysOf: (call) => byName.get(call.service)?.conditionKeys?.(call) ?? {},
    deniedCodeOf: ({ service }) => byName.get(service)?.deniedCode,
  };
}
