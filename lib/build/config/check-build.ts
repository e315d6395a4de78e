import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import type { Path } from '../../config/path';
import type { Build, BuildVariable, Check, Verification } from './model';
import { hasFormOfSecret } from './secrets';
import { variableName } from './variable-name';

/** How many images the deployment of a kind takes. */
export interface ImageLimit {
  readonly max: number;
  /** What takes no more, as in "an … takes no more". */
  readonly deployment: string;
}

/**
 * What is built fits what is deployed, and no variable is defined twice or holds a secret. The entry has the build at
 * `build`.
 * @param limit of images @default - the build makes none
 */
export function checkBuild(
  { images, variables, exports }: Build,
  { at }: Pick<LocatedPipeline, 'at'>,
  limit?: ImageLimit,
): Diagnostic[] {
  const field = (...path: Path) => at(['build', ...path]);
  const uris = images.map(({ container }) => repositoryUri(container));
  return [
    ...(limit ? tooManyImages(images.length, limit, field('images')) : []),
    ...images.flatMap(({ container, repository }, index): Diagnostic[] => {
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
    ...checkVariables(variables, uris, field),
    ...checkExports(exports, variables, field),
  ];
}

/**
 * What a build exports is shown to whoever approves, in its mail too, and stays in the execution's history as it is.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ExportedEnvironmentVariable.html
 */
function checkExports(
  exports: readonly string[],
  variables: readonly BuildVariable[],
  at: (...field: Path) => Path,
): Diagnostic[] {
  return exports.flatMap((name, index) => {
    const kept = variables.find((one) => one.name === name && one.type !== 'PLAINTEXT');
    if (!kept) return [];
    const where = kept.type === 'SECRETS_MANAGER' ? 'Secrets Manager' : 'Parameter Store';
    const rule = `must not be exported: its value is kept in ${where}, and what is exported is shown in approvals and stays readable in the history of executions`;
    return [{ path: at('exports', index), rule }];
  });
}

/** No variable of a check is defined twice or holds a secret. The entry has the checks at `checks`. */
export function checkChecks(checks: readonly Check[], { at }: Pick<LocatedPipeline, 'at'>): Diagnostic[] {
  return checks.flatMap(({ name, variables }) =>
    checkVariables(variables, [], (...field) => at(['checks', name, ...field])),
  );
}

/**
 * No variable of a verification is defined twice or holds a secret. The entry has it at `verify`.
 * @param own the names of the variables that the kind gives it
 */
export function checkVerify(
  verify: Verification | undefined,
  own: readonly string[],
  { at }: Pick<LocatedPipeline, 'at'>,
): Diagnostic[] {
  return checkVariables(verify?.variables ?? [], own, (...field) => at(['verify', ...field]));
}

function tooManyImages(count: number, { max, deployment }: ImageLimit, path: Path): Diagnostic[] {
  return count <= max
    ? []
    : [{ path, rule: `must have at most ${max} images: an ${deployment} takes no more` }];
}

/** The variables that every build has. */
const FACTORY_VARIABLES = ['PIPELINE', 'ENVIRONMENT', 'COMMIT_ID', 'BRANCH', 'COMMIT_DATE'];

const repositoryUri = (container: string): string => `${variableName(container)}_REPOSITORY_URI`;

/** @param own names of variables of the build beside {@link FACTORY_VARIABLES} */
function checkVariables(
  variables: readonly BuildVariable[],
  own: readonly string[],
  at: (...field: Path) => Path,
): Diagnostic[] {
  return variables.flatMap(({ name, type, value }) => {
    const path = at('environment', name);
    return [
      ...checkVariableName(name, own, path),
      ...(type === 'PLAINTEXT' && hasFormOfSecret(value) ? [{ path, rule: SECRET, hidden: true }] : []),
    ];
  });
}

const SECRET =
  'looks like a secret: keep it in Parameter Store or Secrets Manager and write { parameter: … } or { secret: … }';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
function checkVariableName(name: string, own: readonly string[], path: Path): Diagnostic[] {
  if (name.startsWith('CODEBUILD_'))
    return [{ path, part: 'key', rule: 'must not start with CODEBUILD_: CodeBuild keeps those to itself' }];
  if (![...FACTORY_VARIABLES, ...own].includes(name)) return [];
  return [{ path, part: 'key', rule: 'is a variable that every build has already' }];
}
