import { AwsError } from '../../../kit/aws-error';
import { isList, type Json, type JsonObject, plain } from './json';
import { templateError } from './json';

/** A parameter of a stack with the value it came to. */
export interface ParameterValue {
  readonly key: string;
  /** As given or the default: for `AWS::SSM::Parameter::Value<…>` the parameter's name. */
  readonly value: string;
  /** What the SSM parameter held. @default - the value itself */
  readonly resolved?: string;
  readonly noEcho: boolean;
  /** What `Ref` gives. */
  readonly json: Json;
}

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean | string;
}

/**
 * The values of the template's parameters.
 * @param given what the request says
 * @param previous what the stack has
 * @param fetch reads an SSM parameter
 * @throws AwsError `ValidationError` in CloudFormation's words
 */
export async function parameterValues(
  declared: Readonly<Record<string, JsonObject>>,
  given: readonly GivenParameter[],
  previous: readonly ParameterValue[],
  fetch: (name: string) => Promise<string>,
): Promise<ParameterValue[]> {
  const stray = given
    .map(({ ParameterKey }) => ParameterKey ?? '')
    .filter((key) => declared[key] === undefined);
  if (stray.length > 0) throw invalid(`Parameters: [${stray.join(', ')}] do not exist in the template`);
  const texts = Object.entries(declared).map(
    ([key, parameter]) => [key, textFor(key, parameter, given, previous)] as const,
  );
  const missing = texts.filter(([, text]) => text === undefined).map(([key]) => key);
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return Promise.all(
    texts.map(([key, text]) => valueOf(key, declared[key] as JsonObject, text as string, fetch)),
  );
}

function textFor(
  key: string,
  parameter: JsonObject,
  given: readonly GivenParameter[],
  previous: readonly ParameterValue[],
): string | undefined {
  const own = given.find(({ ParameterKey }) => ParameterKey === key);
  if (String(own?.UsePreviousValue) === 'true') {
    const before = previous.find((value) => value.key === key);
    if (before === undefined)
      throw invalid(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    return before.value;
  }
  return own?.ParameterValue ?? (parameter.Default === undefined ? undefined : plain(parameter.Default));
}

async function valueOf(
  key: string,
  parameter: JsonObject,
  value: string,
  fetch: (name: string) => Promise<string>,
): Promise<ParameterValue> {
  const type = plain(parameter.Type);
  checkConstraints(key, parameter, type, value);
  const inner = SSM_VALUE.exec(type)?.[1];
  const resolved = inner === undefined ? undefined : await fetch(value);
  const noEcho = plain(parameter.NoEcho) === 'true';
  return { key, value, resolved, noEcho, json: typed(inner ?? type, resolved ?? value) };
}

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;

const typed = (type: string, text: string): Json =>
  type === 'CommaDelimitedList' || type.startsWith('List<')
    ? text.split(',').map((item) => item.trim())
    : text;

function checkConstraints(key: string, parameter: JsonObject, type: string, value: string): void {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  if (!TYPES.test(type)) throw templateError(`Unrecognized parameter type: ${type}`);
  const fail = (rule: string): never => {
    const description = parameter.ConstraintDescription;
    throw invalid(
      `Parameter '${key}' ${typeof description === 'string' ? `failed to satisfy constraint: ${description}` : rule}`,
    );
  };
  const values = type === 'CommaDelimitedList' ? value.split(',').map((item) => item.trim()) : [value];
  for (const item of values) {
    if (isList(AllowedValues) && !AllowedValues.some((allowed) => plain(allowed) === item)) {
      fail('must be one of AllowedValues');
    }
    if (typeof AllowedPattern === 'string' && !new RegExp(`^(?:${AllowedPattern})$`).test(item)) {
      fail(`must match pattern ${AllowedPattern}`);
    }
  }
  if (MinLength !== undefined && value.length < Number(MinLength))
    fail(`must contain at least ${Number(MinLength)} characters`);
  if (MaxLength !== undefined && value.length > Number(MaxLength))
    fail(`must contain at most ${Number(MaxLength)} characters`);
  if (type === 'Number' && (value.trim() === '' || Number.isNaN(Number(value)))) fail('must be a number');
  if (MinValue !== undefined && Number(value) < Number(MinValue))
    fail(`must be a number not less than ${Number(MinValue)}`);
  if (MaxValue !== undefined && Number(value) > Number(MaxValue))
    fail(`must be a number not greater than ${Number(MaxValue)}`);
}

const TYPES = /^(String|Number|CommaDelimitedList|List<.+>|AWS::[A-Za-z0-9]+::.+)$/;

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
