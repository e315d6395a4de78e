import { checkArn } from '../../../config/checks/arn';
import { hasFormOfSecret } from '../../../build/config/secrets';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import type { Path } from '../../../config/path';
import type { LambdaFunction, LambdaPipeline } from './model';
import { hasSnapStart } from './runtimes';

type Located = LocatedPipeline<LambdaPipeline>;

/** Roles and policies are of the environment's account, and variables are such as Lambda takes. */
export const checkFunctions = (located: Located): Diagnostic[] =>
  located.pipeline.functions.flatMap((one) => [
    ...checkRole(located, one),
    ...checkSnapStart(located, one),
    ...checkVariables(one, located.at(['functions', one.name, 'environment'])),
    ...(one.onFailure === undefined
      ? []
      : checkArn(located, ['functions', one.name, 'onFailure'], one.onFailure, true)),
  ]);

function checkRole(located: Located, { name, role }: LambdaFunction): Diagnostic[] {
  const field = ['functions', name];
  if (!role) return [];
  if (!role.owned) return checkArn(located, [...field, 'role'], role.arn, false);
  return role.policies.flatMap((policy, index) =>
    /^arn:[^:]+:iam::\d/.test(policy) ? checkArn(located, [...field, 'policies', index], policy, false) : [],
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html */
function checkSnapStart({ at }: Located, { name, snapStart, runtime }: LambdaFunction): Diagnostic[] {
  if (!snapStart) return [];
  const path = at(['functions', name, 'snapStart']);
  if (runtime === undefined || hasSnapStart(runtime)) return [];
  return [
    { path, part: 'key', rule: `needs Java from 11, Python from 3.12 or .NET from 8 on, got: ${runtime}` },
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const MAX_VARIABLES_BYTES = 4096;

function checkVariables({ environment = {}, parameters = {} }: LambdaFunction, path: Path): Diagnostic[] {
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  return [
    ...Object.keys({ ...environment, ...parameters }).flatMap((variable) => checkName([...path, variable])),
    ...Object.entries(environment).flatMap(([variable, value]) => checkValue([...path, variable], value)),
    ...(bytes > MAX_VARIABLES_BYTES
      ? [
          {
            path,
            part: 'key' as const,
            rule: `has ${bytes.toLocaleString('en')} bytes as JSON; Lambda takes ${MAX_VARIABLES_BYTES.toLocaleString('en')}`,
          },
        ]
      : []),
  ];
}

const checkName = (path: Path): Diagnostic[] =>
  RESERVED.includes(String(path.at(-1)))
    ? [{ path, part: 'key' as const, rule: 'is a variable that Lambda sets itself' }]
    : [];

const checkValue = (path: Path, value: string): Diagnostic[] =>
  hasFormOfSecret(value)
    ? [
        {
          path,
          rule: 'looks like a secret: keep it in Secrets Manager or Parameter Store, and have the function read it',
          hidden: true,
        },
      ]
    : [];

/**
 * Reserved variables that have the form of a name.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const RESERVED: readonly string[] = [
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];
