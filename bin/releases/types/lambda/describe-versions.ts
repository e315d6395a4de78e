import type { ReleasePipeline, Serving } from '../../model';
import type { ServingVersion } from './functions';

/** What serves, with what the release record has on it where the record names the same versions. */
export function describeVersions({ record }: ReleasePipeline, versions: readonly ServingVersion[]): Serving {
  const facts = versions.map((one) => ({
    name: `serves ${one.name}`,
    value: `version ${one.version} of ${one.functionName}, alias ${one.alias}${sharesOf(one)}`,
  }));
  if (record?.serving.type !== 'lambda') return { facts };
  const { functions, pipelineExecutionId, servingSince } = record.serving;
  const differing = versions.filter(({ name, version }) => functions[name]?.version !== version);
  if (differing.length > 0)
    return {
      facts,
      recordDiffers: `it names ${differing.map(({ name }) => `version ${functions[name]?.version ?? 'none'} of ${name}`).join(', ')}`,
    };
  return { facts, executionId: pipelineExecutionId, since: new Date(servingSince) };
}

/** Versions that get a part of the traffic, as `, and 10% to version 8`. */
const sharesOf = ({ weights }: ServingVersion): string =>
  Object.entries(weights)
    .map(([version, weight]) => `, and ${Math.round(weight * 100)}% to version ${version}`)
    .join('');
