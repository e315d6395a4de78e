import type { LifecycleRule, LifecycleRuleFilter, TransitionStorageClass } from '@aws-sdk/client-s3';
import { toBoolean, toNumber } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';

/** `LifecycleConfiguration` of a bucket in a template. */
export interface LifecycleConfiguration {
  readonly Rules: readonly TemplateRule[];
}

interface TemplateRule {
  readonly Id?: string;
  readonly Status: 'Enabled' | 'Disabled';
  readonly Prefix?: string;
  readonly TagFilters?: readonly Tag[];
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly NoncurrentVersionExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: {
    readonly NoncurrentDays: number;
    readonly NewerNoncurrentVersions?: number;
  };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly Transitions?: readonly {
    readonly StorageClass: TransitionStorageClass;
    readonly TransitionInDays?: number;
  }[];
}

const KNOWN: Readonly<Record<keyof TemplateRule, true>> = {
  Id: true,
  Status: true,
  Prefix: true,
  TagFilters: true,
  ExpirationInDays: true,
  ExpiredObjectDeleteMarker: true,
  NoncurrentVersionExpirationInDays: true,
  NoncurrentVersionExpiration: true,
  AbortIncompleteMultipartUpload: true,
  Transitions: true,
};

/** @returns the name of a part of a rule that the endpoint does not support */
export const unknownRulePart = ({ Rules }: LifecycleConfiguration): string | undefined =>
  Rules.flatMap((rule) => Object.keys(rule)).find((name) => !(name in KNOWN));

/** The rules in the form of S3's API. */
export const lifecycleRules = ({ Rules }: LifecycleConfiguration): LifecycleRule[] => Rules.map(convert);

function convert(rule: TemplateRule): LifecycleRule {
  const noncurrent = toNumber(
    rule.NoncurrentVersionExpiration?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays,
  );
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf(rule),
    Expiration: expirationOf(rule),
    NoncurrentVersionExpiration:
      noncurrent === undefined
        ? undefined
        : {
            NoncurrentDays: noncurrent,
            NewerNoncurrentVersions: toNumber(rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions),
          },
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload && {
      DaysAfterInitiation: toNumber(rule.AbortIncompleteMultipartUpload.DaysAfterInitiation),
    },
    Transitions: rule.Transitions?.map(({ StorageClass, TransitionInDays }) => ({
      StorageClass,
      Days: toNumber(TransitionInDays),
    })),
  };
}

function filterOf({ Prefix, TagFilters = [] }: TemplateRule): LifecycleRuleFilter {
  if (TagFilters.length === 0) return { Prefix: Prefix ?? '' };
  if (TagFilters.length === 1 && Prefix === undefined) return { Tag: listTags(TagFilters)[0] };
  return { And: { Prefix, Tags: listTags(TagFilters) } };
}

function expirationOf({
  ExpirationInDays,
  ExpiredObjectDeleteMarker,
}: TemplateRule): LifecycleRule['Expiration'] {
  if (ExpirationInDays !== undefined) return { Days: Number(ExpirationInDays) };
  return ExpiredObjectDeleteMarker === undefined
    ? undefined
    : { ExpiredObjectDeleteMarker: toBoolean(ExpiredObjectDeleteMarker) };
}
