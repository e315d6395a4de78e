import type { ApiCall } from '../kit/call';
import type { LocalService } from '../kit/local-service';
import type { ConditionValues, PermissionRule } from '../kit/permissions';

/** What the services say of the permissions that calls to them need. */
export interface Permissions {
  /** @returns undefined for an operation that no service has a rule for */
  ruleOf(call: ApiCall): PermissionRule | undefined;
  conditionKeysOf(call: ApiCall): ConditionValues;
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
  };
}
