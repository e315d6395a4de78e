import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import type { Path } from '../../../config/path';
import type { LambdaFunction, LambdaPipeline } from './model';

type Located = LocatedPipeline<LambdaPipeline>;

/** Environments that are aliases of one function are in one place, and differ in nothing that is the function's as a whole. */
export function checkShared({ pipeline, at }: Located): Diagnostic[] {
  const { shared, functions, environment, deploy } = pipeline;
  const given = at(['environmentsAre']);
  if (isOfEnvironment(given))
    return [
      { path: given, part: 'key', rule: 'must not be in an environment: it is about all of the entry’s' },
    ];
  if (!shared) return [];
  const [first = environment] = shared;
  const isElsewhere = first.account !== environment.account || first.region !== environment.region;
  return [
    ...(isElsewhere
      ? [
          {
            path: given,
            rule: `needs all environments in one account and region: ${first.name} is in ${first.account} ${first.region}, ${environment.name} in ${environment.account} ${environment.region}`,
          },
        ]
      : []),
    ...(deploy.latest
      ? [
          {
            path: at(['deploy', 'latest']),
            part: 'key' as const,
            rule: 'must not be beside environmentsAre: aliases: a release to any environment changes $LATEST of their one function',
          },
        ]
      : []),
    ...functions.flatMap((one) =>
      keysWithEnvironment(one).map((key) => ({
        path: at(['functions', one.name, key]),
        rule: 'must not have {environment} beside environmentsAre: aliases: it is the function’s, which they share',
      })),
    ),
    ...functions.flatMap((one) =>
      keysOfTheFunction(one)
        .map((key) => at(['functions', one.name, key]))
        .filter(isOfEnvironment)
        .map((path) => ({
          path,
          part: 'key' as const,
          rule: 'must not be in an environment beside environmentsAre: aliases: it is the function’s, which they share',
        })),
    ),
  ];
}

/** Those that it has of the keys that are about a function as a whole, and not about a version or an alias. */
const keysOfTheFunction = ({ existing, role, reservedConcurrency }: LambdaFunction): string[] => [
  ...(existing === undefined ? [] : ['existing']),
  ...(role?.owned === false ? ['role'] : []),
  ...(role?.owned && role.policies.length > 0 ? ['policies'] : []),
  ...(reservedConcurrency === undefined ? [] : ['reservedConcurrency']),
];

/** Those of them whose value would be another one in each environment. */
const keysWithEnvironment = ({ existing = '', role }: LambdaFunction): string[] => [
  ...(existing.includes(PLACEHOLDER) ? ['existing'] : []),
  ...(role?.owned && role.policies.some((policy) => policy.includes(PLACEHOLDER)) ? ['policies'] : []),
];

const PLACEHOLDER = '{environment}';

/** Paths are `pipelines`, the entry, and then its field or `environments`. */
const isOfEnvironment = (path: Path): boolean => path[2] === 'environments';
