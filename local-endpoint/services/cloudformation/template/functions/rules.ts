import { isList, isSame, type Json } from '../../../../kit/resources/json';
import { items, type Inner, type Intrinsic } from './intrinsic';

/** `Fn::Contains`: whether a list of strings holds a value. */
export const contains: Intrinsic = async (argument, _scope, inner) => {
  const [list, value] = await pair(argument, 'Fn::Contains', inner);
  return list.some((item) => isSame(item, value));
};

/** `Fn::EachMemberEquals`: whether every string of a list is a value. */
export const eachMemberEquals: Intrinsic = async (argument, _scope, inner) => {
  const [list, value] = await pair(argument, 'Fn::EachMemberEquals', inner);
  return list.every((item) => isSame(item, value as Json));
};

/** `Fn::EachMemberIn`: whether every string of a list is in another list. */
export const eachMemberIn: Intrinsic = async (argument, _scope, inner) => {
  const [list, allowed] = await pair(argument, 'Fn::EachMemberIn', inner);
  return list.every((item) => isList(allowed) && allowed.some((value) => isSame(item, value)));
};

async function pair(
  argument: Json,
  name: string,
  inner: Inner,
): Promise<[readonly Json[], Json | undefined]> {
  const [list, value] = items(argument, name, 2);
  const evaluated = await inner(list as Json);
  return [isList(evaluated) ? evaluated : [evaluated ?? ''], await inner(value as Json)];
}
