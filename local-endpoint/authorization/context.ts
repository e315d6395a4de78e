import type { ApiCall } from '../kit/call';
import type { ConditionValues, RequiredPermission } from '../kit/permissions';
import { callerKeys } from './assume';
import { type ConditionKeys, conditionKeys } from './policy/request';

/**
 * The condition keys of a call. `aws:SecureTransport` is true although the endpoint speaks plain HTTP: it stands for
 * AWS's own endpoints, which the deployed clients reach over TLS, and what is rehearsed is what the policies say there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @param own those of the service that is called
 */
export function keysOf(
  call: ApiCall,
  access: RequiredPermission,
  own: ConditionValues,
  resourceAccount: string,
  now: Date,
): ConditionKeys {
  const { caller, region } = call.context;
  return conditionKeys({
    ...callerKeys(caller),
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': resourceAccount,
    's3:ResourceAccount': access.action.startsWith('s3:') ? resourceAccount : undefined,
    'aws:SourceOwner': caller.servicePrincipal ? undefined : caller.accountId,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
    'kms:CallerAccount': caller.accountId,
    ...tagKeys(call.input),
    ...own,
    ...access.keys,
  });
}

/** Tags in the request, in the two spellings that services use. */
function tagKeys(input: ApiCall['input']): Record<string, string | string[] | undefined> {
  const list = input.Tags ?? input.tags;
  const pairs: [string, string][] = Array.isArray(list)
    ? list.map((tag: Record<string, string>) => [tag.Key ?? tag.key ?? '', tag.Value ?? tag.value ?? ''])
    : Object.entries((list ?? {}) as Record<string, string>);
  if (pairs.length === 0) return {};
  return {
    'aws:TagKeys': pairs.map(([key]) => key),
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}
