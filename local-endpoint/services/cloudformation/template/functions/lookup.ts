import { isObject, type Json } from '../../../../kit/resources/json';
import { items, type Intrinsic } from './intrinsic';
import { scalarText, templateError } from '../errors';

/** `Ref`: a parameter's value, or a resource's physical id. */
export const ref: Intrinsic = async (argument, scope) => {
  const name = scalarText(argument, 'Ref');
  return name in scope.parameters ? scope.parameters[name] : scope.reference(name);
};

/** `Fn::GetAtt`: an attribute of a resource. */
export const getAtt: Intrinsic = async (argument, scope, inner) => {
  const [logicalId, attribute] =
    typeof argument === 'string' ? dotted(argument) : items(argument, 'Fn::GetAtt', 2);
  const name = await inner(attribute ?? '');
  return scope.attribute(scalarText(logicalId ?? '', 'Fn::GetAtt'), scalarText(name ?? '', 'Fn::GetAtt'));
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
  ).map((key) => scalarText(key as Json, 'Fn::FindInMap')) as [string, string, string];
  const level = scope.mappings[mapName]?.[topKey];
  const found = isObject(level) ? level[secondKey] : undefined;
  if (found !== undefined) return found;
  const fallback = isObject(options) ? options.DefaultValue : undefined;
  if (fallback !== undefined) return inner(fallback);
  throw templateError(`Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
};

/** `Fn::ImportValue`: what another stack exports. */
export const importValue: Intrinsic = async (argument, scope, inner) =>
  scope.imported(scalarText((await inner(argument)) ?? '', 'Fn::ImportValue'));
