import type { ApiCall } from '../kit/call';
import type { Caller } from '../kit/operation';
import type { ConditionValues, RequiredPermission } from '../kit/permissions';
import { type ConditionKeys, toConditionKeys } from '../kit/policy/request';
import { parseArn } from '../kit/arn';

/**
 * The condition keys of a call. `aws:SecureTransport` is true although the endpoint serves plain HTTP: the deployed
 * clients reach AWS over TLS, and policies must decide here as they do there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @param own those of the service that is called
 */
export function conditionKeysOf(
  call: ApiCall,
  permission: RequiredPermission,
  own: ConditionValues,
  resourceAccount: string,
  now: Date,
): ConditionKeys {
  const { caller, region } = call.context;
  return toConditionKeys({
    ...callerKeys(caller),
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': resourceAccount,
    's3:ResourceAccount': permission.action.startsWith('s3:') ? resourceAccount : undefined,
    'aws:SourceOwner': caller.servicePrincipal ? undefined : caller.accountId,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
    'kms:CallerAccount': caller.accountId,
    ...tagKeys(call.input),
    ...own,
    ...permission.keys,
  });
}

/**
 * The condition keys of who calls.
 * @param sourceArn the resource on whose behalf a service calls @default - the caller's own
 */
export function callerKeys(caller: Caller, sourceArn = caller.sourceArn): Record<string, string | undefined> {
  const common = { 'aws:SecureTransport': 'true' };
  if (caller.servicePrincipal) {
    return {
      ...common,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': caller.servicePrincipal,
      'aws:SourceArn': sourceArn,
      'aws:SourceAccount': parseArn(sourceArn)?.account || caller.accountId,
    };
  }
  return {
    ...common,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': caller.roleArn ? 'AssumedRole' : 'Account',
  };
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
