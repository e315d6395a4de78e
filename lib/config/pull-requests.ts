import type { Diagnostic } from './diagnostic';
import type { BasePipeline, Environment } from './model';
import type { Path } from './path';
import type { RequestedPullRequests, ResolvedPipeline } from './resolved-pipeline';
import { nearest } from './suggest';

/**
 * Where the pull requests of an entry are checked: once, in the environment that it names, or else in the first that builds.
 * @param pipelines the entry in its environments
 * @param elsewhere the entry in an environment that is not among its own
 */
export function resolvePullRequests(
  pipelines: readonly ResolvedPipeline[],
  { environments }: { readonly environments: readonly Environment[] },
  elsewhere: (environment: string) => Found<'pipelines', ResolvedPipeline>,
): Found<'pullRequests', RequestedPullRequests> {
  const all = pipelines.flatMap(withRequest);
  const first = all.find(({ requested }) => requested.imagesOf === undefined) ?? all[0];
  if (!first) return { pullRequests: [], diagnostics: [] };
  const { requested, at } = first;
  const { environment: named, fields } = requested;
  if (named === undefined) {
    const places = [...new Set(pipelines.map(({ pipeline }) => placeOf(pipeline)))];
    if (places.length === 1) return whereBuilt([first], fields.pullRequest);
    const rule = `needs ${String(fields.environment.at(-1))} beside it: the entry is deployed to ${places.join(' and ')}, and the code of pull requests runs in one of them, or in an environment apart`;
    return { pullRequests: [], diagnostics: [{ path: at(fields.pullRequest), part: 'key', rule }] };
  }
  if (!environments.some(({ name }) => name === named))
    return {
      pullRequests: [],
      diagnostics: [
        unknown(
          at(fields.environment),
          named,
          environments.map(({ name }) => name),
        ),
      ],
    };
  const own = pipelines.filter(({ pipeline }) => pipeline.environment.name === named);
  const { pipelines: found, diagnostics } =
    own.length > 0 ? { pipelines: own, diagnostics: [] } : elsewhere(named);
  return diagnostics.length > 0
    ? { pullRequests: [], diagnostics }
    : whereBuilt(found.flatMap(withRequest), fields.environment);
}

/** An environment that takes another's images has no build to try a pull request with. */
function whereBuilt(
  requests: readonly RequestedPullRequests[],
  field: Path,
): Found<'pullRequests', RequestedPullRequests> {
  const unbuilt = requests.find(({ requested }) => requested.imagesOf !== undefined);
  if (!unbuilt) return { pullRequests: requests, diagnostics: [] };
  const { at, pipeline, requested } = unbuilt;
  const rule = `needs an environment in which the entry builds: in ${pipeline.environment.name} it takes the images of ${String(requested.imagesOf)}`;
  return { pullRequests: [], diagnostics: [{ path: at(field), part: 'key', rule }] };
}

type Found<Key extends string, One> = Readonly<Record<Key, readonly One[]>> & {
  readonly diagnostics: readonly Diagnostic[];
};

/** What asks for it in an environment of the entry is refused, and not followed. */
function withRequest(resolved: ResolvedPipeline): RequestedPullRequests[] {
  const requested = resolved.kind.pullRequests?.(resolved.pipeline);
  if (!requested || resolved.at(requested.fields.pullRequest)[2] === 'environments') return [];
  return [{ ...resolved, requested }];
}

const placeOf = ({ environment: { account, region } }: BasePipeline): string => `${account} ${region}`;

function unknown(path: Diagnostic['path'], name: string, names: readonly string[]): Diagnostic {
  const rule = `is no environment of this file; there is ${names.join(', ')}`;
  return { path, rule, suggestion: nearest(name, names) };
}
