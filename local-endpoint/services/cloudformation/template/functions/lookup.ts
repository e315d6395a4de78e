import { isObject, templateError, textOf, type Json } from '../json';
import { items, type Intrinsic } from './intrinsic';

/** `Ref`: a parameter's value or what stands for a resource. */
export const ref: Intrinsic = async (argument, scope) => {
  const name = textOf(argument, 'Ref');
  return name in scope.parameters ? scope.parameters[name] : scope.reference(name);
};

/** `Fn::GetAtt`: an attribute of a resource. */
export const getAtt: Intrinsic = async (argument, scope, inner) => {
  const [logicalId, attribute] =
    typeof argument === 'string' ? dotted(argument) : items(argument, 'Fn::GetAtt', 2);
  const name = await inner(attribute ?? '');
  return scope.attribute(textOf(logicalId ?? '', 'Fn::GetAtt'), textOf(name ?? '', 'Fn::GetAtt'));
};

function dotted(argument: string): [string, string] {
  const dot = argument.indexOf('.');
  return [argument.slice(0, dot), argument.slice(dot + 1)];
}

/** `Fn::FindInMap`, with the optional default value. */
export const findInMap: Intrinsic = async (argument, scope, inner) => {
  const [map, top, second, options] = items(argument, 'Fn::FindInMap', 3, 4);
  const [mapName, topKey, secondKey] = (
    await Promise.all([map, top, second].map((key) => inner(key as Json)))
  ).map((key) => textOf(key as Json, 'Fn::FindInMap')) as [string, string, string];
  const level = scope.mappings[mapName]?.[topKey];
  const found = isObject(level) ? level[secondKey] : undefined;
  if (found !== undefined) return found;
  const fallback = isObject(options) ? options.DefaultValue : undefined;
  if (fallback !== undefined) return inner(fallback);
  throw templateError(`Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
};

/** `Fn::ImportValue`: what another stack exports. */
export const importValue: Intrinsic = async (argument, scope, inner) =>
  scope.imported(textOf((await inner(argument)) ?? '', 'Fn::ImportValue'));
