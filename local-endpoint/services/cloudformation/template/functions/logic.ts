import { isSame, type Json } from '../../../../kit/resources/json';
import { items, type Inner, type Intrinsic } from './intrinsic';
import { scalarText, templateError } from '../errors';

/** `Condition`: another condition by its name. */
export const condition: Intrinsic = async (argument, scope, inner) => {
  const name = scalarText(argument, 'Condition');
  const declared = scope.conditions[name];
  if (declared === undefined)
    throw templateError(`unresolved condition dependency ${name} in the Conditions block`);
  return truth(declared, inner, name);
};

/** `Fn::If`: only the branch that is taken is evaluated. */
export const ifElse: Intrinsic = async (argument, _scope, inner) => {
  const [name, yes, no] = items(argument, 'Fn::If', 3);
  return inner(((await truth({ Condition: name as Json }, inner, 'Fn::If')) ? yes : no) as Json);
};

/** `Fn::Equals`. */
export const equals: Intrinsic = async (argument, _scope, inner) => {
  const [one, other] = items(argument, 'Fn::Equals', 2);
  return isSame(await inner(one as Json), await inner(other as Json));
};

/** `Fn::Not`. */
export const not: Intrinsic = async (argument, _scope, inner) =>
  !(await truth(items(argument, 'Fn::Not', 1)[0] as Json, inner, 'Fn::Not'));

/** `Fn::And`. */
export const and: Intrinsic = async (argument, _scope, inner) =>
  (await truths(argument, inner, 'Fn::And')).every(Boolean);

/** `Fn::Or`. */
export const or: Intrinsic = async (argument, _scope, inner) =>
  (await truths(argument, inner, 'Fn::Or')).some(Boolean);

const truths = (argument: Json, inner: Inner, name: string): Promise<boolean[]> =>
  Promise.all(items(argument, name).map((item) => truth(item, inner, name)));

async function truth(value: Json, inner: Inner, name: string): Promise<boolean> {
  const result = await inner(value);
  if (result === true || result === 'true') return true;
  if (result === false || result === 'false') return false;
  throw templateError(
    `every condition must come to true or false, got for ${name}: ${JSON.stringify(result)}`,
  );
}
