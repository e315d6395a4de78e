import { pipelineName, ARTIFACT_FOLDER_LENGTH, artifactFolder } from '../../../handlers/contract/names';
import type { Diagnostic } from '../diagnostic';
import { identityOf, pullRequestsName } from '../identity';
import type { Environment } from '../model';
import type { Path } from '../path';
import type { ResolvedConfig } from '../resolve';

/** A pipeline's name, and the key in the file that names it. */
interface NamedPipeline {
  readonly name: string;
  /** What the name has before the entry's. */
  readonly before: string;
  readonly environment: Environment;
  readonly path: Path;
}

/**
 * No two pipelines of an environment, whose artifacts are in one bucket, have names that CodePipeline makes one folder of:
 * the roles of each, and whatever its builds run, could read and replace what the other one releases.
 */
export function checkArtifactFolders({ prefix, pipelines, pullRequests }: ResolvedConfig): Diagnostic[] {
  const named: NamedPipeline[] = [
    ...pipelines.map(({ pipeline }) => ({
      name: pipelineName(identityOf(pipeline)),
      before: `${prefix}-`,
      environment: pipeline.environment,
      path: ['pipelines', pipeline.name],
    })),
    ...pullRequests.map(({ pipeline, requested, at }) => ({
      name: pullRequestsName(identityOf(pipeline)),
      before: pullRequestsName({ prefix, pipeline: '' }),
      environment: pipeline.environment,
      path: at(requested.fields.pullRequest),
    })),
  ];
  const first = new Map<string, NamedPipeline>();
  return named.flatMap((each) => {
    const key = JSON.stringify([each.environment.name, artifactFolder(each.name)]);
    const other = first.get(key);
    if (!other) first.set(key, each);
    return other && other.name !== each.name ? [shared(each, other, prefix)] : [];
  });
}

function shared(
  { name, before, environment, path }: NamedPipeline,
  other: NamedPipeline,
  prefix: string,
): Diagnostic {
  const room = ARTIFACT_FOLDER_LENGTH - before.length;
  const rename = room > 0 ? `give one a name that differs in its first ${room} characters, ` : '';
  const rule = `makes the pipeline ${name}, whose first ${ARTIFACT_FOLDER_LENGTH} characters are those of ${other.name}: CodePipeline keeps the artifacts of both in one folder, ${artifactFolder(name)}, of the bucket of ${environment.name}, so that each could read and replace what the other one releases. To mend it, ${rename}choose a prefix shorter than ${prefix}, or put one into another environment`;
  return { path, part: 'key', rule };
}
