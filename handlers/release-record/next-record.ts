import type { RecordedRelease, ReleaseRecord } from '../contract/release-record';

/**
 * The record after a release. What the record holds about a version that serves again is kept. A deployment that is
 * recorded already, or that ended before the one that serves, changes nothing; only its execution is added where the
 * record lacks it.
 */
export function nextRecord(record: ReleaseRecord | undefined, release: RecordedRelease): ReleaseRecord {
  if (!record) return { serving: withoutUndefined(release) };
  const { serving, previous } = record;
  if (isSameDeployment(serving, release)) {
    const execution = release.pipelineExecutionId ?? serving.pipelineExecutionId;
    return execution === serving.pipelineExecutionId
      ? record
      : { ...record, serving: withoutUndefined(release) };
  }
  if (serving.servingSince > release.servingSince) return record;
  const known = [serving, previous].find((one) => one && isSameVersion(one, release));
  const next: RecordedRelease = { ...known, ...withoutUndefined(release) };
  return { serving: next, previous: isSameVersion(serving, release) ? previous : serving };
}

const isSameDeployment = (one: RecordedRelease, other: RecordedRelease): boolean =>
  one.type === other.type && keysOf(one).deployment === keysOf(other).deployment;

const isSameVersion = (one: RecordedRelease, other: RecordedRelease): boolean =>
  one.type === other.type && keysOf(one).version === keysOf(other).version;

/** What identifies the deployment of a release, and the version that it deployed. */
function keysOf(release: RecordedRelease): { readonly deployment: string; readonly version: string } {
  switch (release.type) {
    case 'ecs':
      return { deployment: release.deploymentId, version: release.taskDefinition };
    case 'asg':
      return {
        deployment: `${release.group} ${release.pipelineExecutionId ?? ''}`,
        version: `${release.launchTemplate.name}:${release.launchTemplate.version}`,
      };
    case 'lambda': {
      const execution = release.pipelineExecutionId ?? '';
      // Of $LATEST each execution brings another version, which Lambda has no number for.
      const version = Object.entries(release.functions)
        .map(([name, { version }]) => (version === '$LATEST' ? [name, execution] : [name, version]).join(':'))
        .sort()
        .join(' ');
      return { deployment: `${version} ${execution}`, version };
    }
  }
}

/** So that what is not known does not overwrite what the record holds. */
function withoutUndefined(release: RecordedRelease): RecordedRelease {
  return Object.fromEntries(
    Object.entries(release).filter(([, value]) => value !== undefined),
  ) as unknown as RecordedRelease;
}
