import type { ApiCall } from '../endpoint/call';
import type { Access } from '../kit/permissions';
import { callerKeys } from './assume';
import { type ConditionKeys, conditionKeys } from './policy/request';

/**
 * The condition keys of a call. `aws:SecureTransport` is true although the endpoint speaks plain HTTP: it stands for
 * AWS's own endpoints, which the deployed clients reach over TLS, and what is rehearsed is what the policies say there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function keysOf(call: ApiCall, access: Access, resourceAccount: string, now: Date): ConditionKeys {
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
    ...(call.service === 's3' ? s3Keys(call) : {}),
    ...(call.service === 'ecs' ? ecsKeys(call) : {}),
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
function s3Keys({ input, request }: ApiCall): Record<string, string | undefined> {
  const headers = [...request.headers].filter(([name]) => name.startsWith('x-amz-'));
  const member = (name: string): string | undefined => {
    const value = input[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return {
    ...Object.fromEntries(headers.map(([name, value]) => [`s3:${name}`, value])),
    's3:prefix': member('Prefix'),
    's3:delimiter': member('Delimiter'),
    's3:max-keys': member('MaxKeys'),
    's3:VersionId': member('VersionId'),
    's3:authType': 'REST-HEADER',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
  };
}

function ecsKeys({ input, context }: ApiCall): Record<string, string | undefined> {
  const cluster = typeof input.cluster === 'string' ? input.cluster : 'default';
  const { region, caller } = context;
  return {
    'ecs:cluster': cluster.startsWith('arn:')
      ? cluster
      : `arn:aws:ecs:${region}:${caller.accountId}:cluster/${cluster}`,
  };
}
