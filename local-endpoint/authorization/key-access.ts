import type { Access } from '../kit/permissions';
import type { KeyFacts } from './look';

/** Through which service a key is used on the caller's behalf. */
export interface Via {
  /** For example `s3`. */
  readonly service: string;
  readonly region: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * The right to use a key, with the condition keys of KMS.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function keyAccess(action: string, { arn, aliases }: KeyFacts, given: string, via?: Via): Access {
  const alias = given.startsWith('alias/') ? given : /:(alias\/.+)$/.exec(given)?.[1];
  const context = Object.entries(via?.context ?? {});
  return {
    action: `kms:${action}`,
    resources: [arn],
    keys: {
      'kms:ResourceAliases': aliases.length > 0 ? aliases : undefined,
      'kms:RequestAlias': alias,
      'kms:ViaService': via && `${via.service}.${via.region}.amazonaws.com`,
      'aws:CalledVia': via && [`${via.service}.amazonaws.com`],
      'aws:CalledViaFirst': via && `${via.service}.amazonaws.com`,
      'aws:CalledViaLast': via && `${via.service}.amazonaws.com`,
      'aws:ViaAWSService': via && 'true',
      'kms:EncryptionContextKeys': context.length > 0 ? context.map(([name]) => name) : undefined,
      ...Object.fromEntries(context.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    },
  };
}
