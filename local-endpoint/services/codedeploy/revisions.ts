import { createHash } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { Application, Revision } from './store';

/**
 * The text of a revision that carries it itself.
 * @throws AwsError where the revision is missing, of a type that ECS does not take, or does not match its hash
 */
export function revisionContent(revision: RevisionLocation | undefined): string {
  if (!revision) throw new AwsError('RevisionRequiredException', 'Revision must be specified.');
  const { revisionType } = revision;
  const text = revisionType === 'String' ? revision.string : revision.appSpecContent;
  if (revisionType !== 'AppSpecContent' && revisionType !== 'String') {
    const known = revisionType === 'S3' || revisionType === 'GitHub';
    throw new AwsError(
      known ? 'UnsupportedOperation' : 'InvalidRevisionException',
      known
        ? `The local endpoint deploys revisions of type AppSpecContent and String; got: ${revisionType}`
        : `The revision type is not valid: ${revisionType}`,
    );
  }
  if (!text?.content)
    throw new AwsError('InvalidRevisionException', `The content of the ${revisionType} is missing.`);
  if (text.sha256 && text.sha256 !== sha256(text.content))
    throw new AwsError(
      'InvalidRevisionException',
      'The SHA256 hash does not match the content of the revision.',
    );
  return text.content;
}

/** What a revision is remembered by. */
export function revisionKey(revision: RevisionLocation | undefined): string {
  const text = revision?.appSpecContent ?? revision?.string;
  const hash = text?.sha256 ?? (text?.content ? sha256(text.content) : undefined);
  return hash ?? JSON.stringify(revision ?? {});
}

/** Remembers a revision of an application; again is no harm. */
export function registerRevision(
  application: Application,
  location: RevisionLocation,
  now: Date,
  description?: string,
): Revision {
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

/** A revision as a deployment tells it: by its hash alone. */
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
