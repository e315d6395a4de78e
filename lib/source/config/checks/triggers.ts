import type { Diagnostic } from '../../../config/diagnostic';
import type { Path } from '../../../config/path';
import type { GitSource, PushFilter } from '../git-model';
import type { LocatedGit } from './sourced-pipeline';

/** What starts a pipeline is combined as AWS allows. */
export function checkTriggers({ git, fieldAt }: LocatedGit): Diagnostic[] {
  const { push, host } = git;
  return [
    ...push.flatMap((filter, index) => combination(filter, (key) => fieldAt('push', index, ...key))),
    ...push.flatMap(({ branches }, index) =>
      quotes(branches?.includes ?? [], (...key) => fieldAt('push', index, 'branches', 'includes', ...key)),
    ),
    ...(git.pullRequest.length > 0 ? ofEntry(fieldAt('pullRequest')) : []),
    ...(git.pullRequestEnvironment === undefined ? [] : ofEntry(fieldAt('pullRequestEnvironment'))),
    ...(host.type === 'codecommit' ? codeCommitRules(git, fieldAt) : []),
  ];
}

type At = (...field: Path) => Path;

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html */
function combination({ branches, files, tags }: PushFilter, at: (key: Path) => Path): Diagnostic[] {
  const rule = 'does not go beside tags: CodePipeline takes tags, or branches, or branches with files';
  if (tags)
    return [
      ...(branches ? [{ path: at(['branches']), rule, part: 'key' as const }] : []),
      ...(files ? [{ path: at(['files']), rule, part: 'key' as const }] : []),
    ];
  if (branches) return [];
  if (files)
    return [
      { path: at(['files']), rule: 'needs branches beside it: CodePipeline takes files only with branches' },
    ];
  return [{ path: at([]), rule: 'must have branches or tags' }];
}

/** A double quote is the one character that a branch may have and a text in JSON may not. */
function quotes(includes: readonly string[], at: At): Diagnostic[] {
  const rule =
    'must have no double quote, which would break the JSON that CodeBuild is given its variables in: branches with one start no release';
  return includes.flatMap((pattern, index) => (pattern.includes('"') ? [{ path: at(index), rule }] : []));
}

/** @param path `pipelines NAME environments ENVIRONMENT …` where an environment has the field */
function ofEntry(path: Path): Diagnostic[] {
  if (path[2] !== 'environments') return [];
  const rule =
    'goes in the entry, not in an environment of it: pull requests are checked once, whatever environments there are';
  return [{ path, part: 'key', rule }];
}

/**
 * Pushes to CodeCommit come as events of EventBridge, which have the reference and nothing of its files.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
function codeCommitRules({ push, pullRequest }: GitSource, at: At): Diagnostic[] {
  const rule = 'does not go with codecommit: its events tell only which branch or tag was pushed';
  return [
    ...(pullRequest.length > 0
      ? [{ path: at('pullRequest'), rule: PULL_REQUESTS, part: 'key' as const }]
      : []),
    ...push.flatMap(({ branches, tags, files }, index) => [
      ...(files ? [{ path: at('push', index, 'files'), rule, part: 'key' as const }] : []),
      ...(['branches', 'tags'] as const).flatMap((key) => {
        const patterns = key === 'branches' ? branches : tags;
        const within: At = (...field) => at('push', index, key, ...field);
        return patterns
          ? [...excluded(patterns.excludes, within), ...wildcards(patterns.includes, within)]
          : [];
      }),
    ]),
  ];
}

const PULL_REQUESTS =
  'does not go with codecommit: CodePipeline has triggers of pull requests for connections only';

function excluded(excludes: readonly string[], at: At): Diagnostic[] {
  if (excludes.length === 0) return [];
  const rule = 'does not go with codecommit: name what is included';
  return [{ path: at('excludes'), rule, part: 'key' }];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function wildcards(includes: readonly string[], at: At): Diagnostic[] {
  return includes.flatMap((pattern, index) =>
    /[?[\]{}\\]|\*\*/.test(pattern)
      ? [
          {
            path: at('includes', index),
            rule: 'must have no other wildcard than a single *, which stands for any characters: the events of CodeCommit are matched by EventBridge',
          },
        ]
      : [],
  );
}
