import { createHash } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import { notSupported } from '../../kit/not-supported';
import type { ApplicationRecord, ApplicationRevision } from './store';

/**
 * The AppSpec file of a revision.
 * @throws AwsError where the revision is missing, of a type that ECS does not accept, or does not match its hash
 * @throws AwsError `UnsupportedOperation` where the file is in S3 or on GitHub
 */
export function revisionContent(revision: RevisionLocation | undefined): string {
  if (!revision) throw new AwsError('RevisionRequiredException', 'Revision must be specified.');
  const { revisionType } = revision;
  const text = revisionType === 'String' ? revision.string : revision.appSpecContent;
  if (revisionType === 'S3' || revisionType === 'GitHub')
    throw notSupported(`A CodeDeploy revision of type ${revisionType}`, 'use AppSpecContent or String');
  if (revisionType !== 'AppSpecContent' && revisionType !== 'String')
    throw new AwsError('InvalidRevisionException', `The revision type is not valid: ${revisionType}`);
  if (!text?.content)
    throw new AwsError('InvalidRevisionException', `The content of the ${revisionType} is missing.`);
  if (text.sha256 && text.sha256 !== sha256(text.content))
    throw new AwsError(
      'InvalidRevisionException',
      'The SHA256 hash does not match the content of the revision.',
    );
  return text.content;
}

/** Identifies a revision among those of its application: the SHA-256 of its content, where it has any. */
export function revisionKey(revision: RevisionLocation | undefined): string {
  const text = revision?.appSpecContent ?? revision?.string;
  const hash = text?.sha256 ?? (text?.content ? sha256(text.content) : undefined);
  return hash ?? JSON.stringify(revision ?? {});
}

/** Adds a revision to an application, unless it is there. */
export function registerRevision(
  application: ApplicationRecord,
  location: RevisionLocation,
  now: Date,
  description?: string,
): ApplicationRevision {
  const key = revisionKey(location);
  const known = application.revisions.get(key) ?? {
    location: withHash(location),
    info: {
      description: description ?? 'Application revision registered',
      deploymentGroups: [],
      registerTime: now,
    },
  };
  application.revisions.set(key, known);
  return known;
}

/** A revision as deployments and groups return it: with its hash in place of its content. */
export function withoutContent(location: RevisionLocation | undefined): RevisionLocation | undefined {
  if (!location) return undefined;
  const { revisionType, s3Location, gitHubLocation } = location;
  const text = { sha256: revisionKey(location) };
  if (location.appSpecContent) return { revisionType, appSpecContent: text };
  if (location.string) return { revisionType, string: text };
  return { revisionType, s3Location, gitHubLocation };
}

function withHash(location: RevisionLocation): RevisionLocation {
  const hash = { sha256: revisionKey(location) };
  return {
    ...location,
    ...(location.appSpecContent ? { appSpecContent: { ...location.appSpecContent, ...hash } } : {}),
    ...(location.string ? { string: { ...location.string, ...hash } } : {}),
  };
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
