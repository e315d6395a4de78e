import { isList, isObject, isSame, type Json } from '../../../../kit/resources/json';
import { placeholdersIn } from '../references';
import type { TemplateScope } from '../scope';
import { isUnknown, items, KNOWN_AFTER_APPLY, type Inner, type Intrinsic } from './intrinsic';
import { getAtt, ref } from './lookup';
import { scalarText, templateError } from '../errors';

/** `Fn::Join`. */
export const join: Intrinsic = async (argument, _scope, inner) => {
  const [delimiter, list] = items(argument, 'Fn::Join', 2);
  const evaluated = await inner(list as Json);
  if (evaluated === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
  const values = items(evaluated, 'Fn::Join');
  return values.map((value) => scalarText(value, 'Fn::Join')).join(scalarText(delimiter as Json, 'Fn::Join'));
};

/** `Fn::Split`. */
export const split: Intrinsic = async (argument, _scope, inner) => {
  const [delimiter, text] = items(argument, 'Fn::Split', 2);
  const value = scalarText((await inner(text as Json)) ?? '', 'Fn::Split');
  if (isUnknown(value)) return [KNOWN_AFTER_APPLY];
  return value.split(scalarText(delimiter as Json, 'Fn::Split'));
};

/** `Fn::Select`. */
export const select: Intrinsic = async (argument, _scope, inner) => {
  const [position, list] = items(argument, 'Fn::Select', 2);
  const index = Number(await inner(position as Json));
  const evaluated = await inner(list as Json);
  if (evaluated === KNOWN_AFTER_APPLY || isSame(evaluated, [KNOWN_AFTER_APPLY])) return KNOWN_AFTER_APPLY;
  const values = items(evaluated, 'Fn::Select');
  const value = values[index];
  if (value === undefined)
    throw templateError(`Fn::Select cannot select nonexistent value at index ${index}`);
  return value;
};

/** `Fn::Base64`. */
export const base64: Intrinsic = async (argument, _scope, inner) =>
  Buffer.from(scalarText((await inner(argument)) ?? '', 'Fn::Base64')).toString('base64');

/** `Fn::Sub`: `${Name}`, `${Name.Attribute}`, own variables, and `${!Literal}`. */
export const sub: Intrinsic = async (argument, scope, inner) => {
  const [text, variables] = isList(argument) ? items(argument, 'Fn::Sub', 2) : [argument];
  if (typeof text !== 'string')
    throw templateError("One or more Fn::Sub intrinsic functions don't specify expected arguments.");
  const values = new Map<string, string>();
  for (const name of placeholdersIn(text)) values.set(name, await substitute(name, variables, scope, inner));
  const replaced = text.replace(/\$\{([^!{}][^{}]*)\}/g, (_, name: string) => values.get(name.trim()) ?? '');
  return inner(replaced.replace(/\$\{!([^{}]*)\}/g, '${$1}'));
};

async function substitute(
  name: string,
  variables: Json | undefined,
  scope: TemplateScope,
  inner: Inner,
): Promise<string> {
  const own = isObject(variables) ? variables[name] : undefined;
  const value =
    own !== undefined
      ? await inner(own)
      : name.includes('.')
        ? await getAtt(name, scope, inner)
        : await ref(name, scope, inner);
  return scalarText(value ?? '', `\${${name}} in Fn::Sub`);
}

/** `Fn::GetAZs`. */
export const getAZs: Intrinsic = async (argument, scope, inner) => {
  const region = await inner(argument);
  return scope.zones(typeof region === 'string' && region !== '' ? region : scope.region);
};
