import type { Finding } from '../../config/check-schema';
import type { Build, BuildVariable, Pipeline } from '../../config/model';
import type { Draft, Placed } from '../../config/resolve';
import type { Path } from '../../config/yaml-file';
import { looksSecret } from './secrets';

/** What is built fits what is deployed, and no variable is said twice or holds a secret. */
export function checkBuilds({ pipelines }: Draft): Finding[] {
  return pipelines.flatMap((placed) => {
    const { source, checks } = placed.pipeline;
    const ofChecks = checks.flatMap(({ name, variables }) =>
      variableProblems(variables, [], (...field) => placed.at(['checks', name, ...field])),
    );
    return source.from === 'git' ? [...buildProblems(placed, source.build), ...ofChecks] : ofChecks;
  });
}

function buildProblems({ pipeline, at }: Placed, { images, variables }: Build): Finding[] {
  const field = (...path: Path) => at(['build', ...path]);
  const uris = images.map(({ container }) => repositoryUri(container));
  return [
    ...tooMany(pipeline, images.length, field('images')),
    ...images.flatMap(({ container, repository }, index) => {
      const others = images.slice(0, index);
      const sameRepository = others.find((other) => other.repository === repository);
      const sameVariable = others.find((other) => repositoryUri(other.container) === uris[index]);
      return [
        ...(sameRepository
          ? [
              {
                path: field('images', container, 'ecr'),
                rule: `is the repository of ${sameRepository.container} too: each container has its own`,
              },
            ]
          : []),
        ...(sameVariable
          ? [
              {
                path: field('images', container),
                part: 'key' as const,
                rule: `makes a second variable ${uris[index]}: ${sameVariable.container} makes one already`,
              },
            ]
          : []),
      ];
    }),
    ...variableProblems(variables, uris, field),
  ];
}

/** How many images a deployment takes: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html, https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html */
const MOST_IMAGES: Readonly<Record<Pipeline['kind'], number>> = { 'ecs-blue-green': 4, 'ecs-rolling': 10 };

function tooMany({ kind }: Pipeline, count: number, path: Path): Finding[] {
  const most = MOST_IMAGES[kind];
  return count <= most
    ? []
    : [{ path, rule: `must have at most ${most} images: an ${kind} deployment takes no more` }];
}

/** What every build knows already. */
const OURS = ['PIPELINE', 'ENVIRONMENT', 'COMMIT_ID', 'BRANCH', 'COMMIT_DATE'];

function repositoryUri(container: string): string {
  return `${container.toUpperCase().replaceAll('-', '_')}_REPOSITORY_URI`;
}

function variableProblems(
  variables: readonly BuildVariable[],
  uris: readonly string[],
  at: (...field: Path) => Path,
): Finding[] {
  return variables.flatMap(({ name, type, value }) => {
    const path = at('environment', name);
    return [
      ...nameProblems(name, uris, path),
      ...(type === 'PLAINTEXT' && looksSecret(value) ? [{ path, rule: SECRET, hidden: true }] : []),
    ];
  });
}

const SECRET =
  'looks like a secret: keep it in Parameter Store or Secrets Manager and write { parameter: … } or { secret: … }';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
function nameProblems(name: string, uris: readonly string[], path: Path): Finding[] {
  if (name.startsWith('CODEBUILD_'))
    return [{ path, part: 'key', rule: 'must not start with CODEBUILD_: CodeBuild keeps those to itself' }];
  if (![...OURS, ...uris].includes(name)) return [];
  return [{ path, part: 'key', rule: 'is a variable that every build has already' }];
}
