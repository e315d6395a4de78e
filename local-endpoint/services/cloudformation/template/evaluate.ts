import { replaceDynamic } from './dynamic';
import { FUNCTIONS } from './functions/all';
import { isList, isObject, type Json, type JsonObject } from '../../../kit/resources/json';
import type { TemplateScope } from './scope';
import { templateError } from './errors';

/**
 * Evaluates the intrinsic functions of a value.
 * @returns undefined for `AWS::NoValue`
 * @throws AwsError `ValidationError` with CloudFormation's message
 */
export async function evaluate(value: Json, scope: TemplateScope): Promise<Json | undefined> {
  if (typeof value === 'string') return replaceDynamic(value, scope);
  if (isList(value)) return evaluateList(value, scope);
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key !== undefined && others.length === 0 && isFunction(key)) {
    const implementation = FUNCTIONS[key];
    if (implementation === undefined) throw templateError(`unsupported function: ${key}`);
    if (key !== 'Condition' || typeof value[key] === 'string') {
      return implementation(value[key] as Json, scope, (inner) => evaluate(inner, scope));
    }
  }
  return evaluateObject(value, scope);
}

/** Evaluates an object's members, leaving out those without a value. */
export async function evaluateObject(value: JsonObject, scope: TemplateScope): Promise<JsonObject> {
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, scope)] as const),
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Whether a condition of the template holds. */
export async function holds(name: string, scope: TemplateScope): Promise<boolean> {
  return (await evaluate({ Condition: name }, scope)) === true;
}

async function evaluateList(value: readonly Json[], scope: TemplateScope): Promise<Json> {
  const items = await Promise.all(value.map((item) => evaluate(item, scope)));
  return items.filter((item) => item !== undefined);
}

const isFunction = (key: string): boolean => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
