import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile } from '../excerpt';
import { isObject, parseObject, type UnknownObject } from '../json';

/** Checks fields of settings. Each method throws a ConfigurationError with field, rule and value. */
export interface SettingsChecker {
  /** The settings themselves. */
  readonly settings: UnknownObject;
  /** @throws ConfigurationError always */
  fail(field: string, rule: string, value: unknown): never;
  /** An object, with a checker of its fields. */
  object(of: UnknownObject, field: string, path?: string): UnknownObject;
  /** Text of at least one character. */
  text(of: UnknownObject, field: string, path?: string): void;
  /** A list of texts: so many, or at least one. */
  texts(of: UnknownObject, field: string, path?: string, count?: number): void;
  /** A whole number. */
  number(of: UnknownObject, field: string, min: number, path?: string): void;
  /** One of a list of values. */
  oneOf(of: UnknownObject, field: string, values: readonly string[], path?: string): void;
}

/**
 * Checks whether what is needed of a parameter's JSON is there, so that a person's edit is found before anything is made of
 * it. The config's schema has checked the rest.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError where it holds no JSON object
 */
export function settingsChecker(name: string, text: string): SettingsChecker {
  const settings = parseObject(text);
  if (!settings)
    throw new ConfigurationError(`Parameter ${name} must be a JSON object, got: ${excerptOfFile(text)}`);
  const fail = (field: string, rule: string, value: unknown): never => {
    throw new ConfigurationError(`Parameter ${name}: ${field} must be ${rule}, got: ${excerptOf(value)}`);
  };
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  return {
    ...{ settings, fail },
    object: (of, field, path = '') => {
      const value = of[field];
      return isObject(value) ? value : fail(`${path}${field}`, 'an object', value);
    },
    text: (of, field, path = '') => {
      if (!isText(of[field])) fail(`${path}${field}`, 'text', of[field]);
    },
    texts: (of, field, path = '', count) => {
      const value = of[field];
      const isList = Array.isArray(value) && value.length > 0 && value.every(isText);
      if (!isList || (count !== undefined && value.length !== count))
        fail(`${path}${field}`, `a list of ${count ?? 'at least one'} text${count === 2 ? 's' : ''}`, value);
    },
    number: (of, field, min, path = '') => {
      const value = of[field];
      if (typeof value !== 'number' || !Number.isInteger(value) || value < min)
        fail(`${path}${field}`, `a whole number from ${min} on`, value);
    },
    oneOf: (of, field, values, path = '') => {
      const value = of[field];
      if (!values.some((one) => one === value)) fail(`${path}${field}`, `one of ${values.join(', ')}`, value);
    },
  };
}
