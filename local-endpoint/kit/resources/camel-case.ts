import { isList, isObject, type Json } from '../../services/cloudformation/template/json';

/**
 * Turns the keys of template properties (`RunOrder`) into those of the JSON APIs (`runOrder`).
 * @param freeForm keys whose values are maps of the user's own keys, which stay as they are; their values become text
 */
export function camelCase<Output>(value: Json, freeForm: readonly string[] = []): Output {
  return convert(value, freeForm) as Output;
}

function convert(value: Json, freeForm: readonly string[]): Json {
  if (isList(value)) return value.map((item) => convert(item, freeForm));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      lower(key),
      freeForm.includes(key) && isObject(item) ? texts(item) : convert(item, freeForm),
    ]),
  );
}

/** `ECSServices` is `ecsServices`, `KMSMasterKey` `kmsMasterKey`, `Name` `name`. */
const lower = (key: string): string =>
  key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase());

const texts = (map: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(
    Object.entries(map).map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)]),
  );
