import type { PipelineIdentity } from '../contract/names';
import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile, shortened } from '../excerpt';
import { objectOf, optionalText, parseObject } from '../json';

/** Reads an action's own UserParameters. */
export type ParameterParser<Parameters> = (read: ParameterReader) => Parameters;

/** How a {@link ParameterParser} gets at one parameter. Each throws a ConfigurationError that names it. */
export interface ParameterReader {
  /** Text of at least one character. */
  readonly text: (name: string) => string;
  /** One of a list of values. @param otherwise where there is none @default - there must be one */
  readonly oneOf: <Value extends string>(name: string, values: readonly Value[], otherwise?: Value) => Value;
  /** An object whose members are texts, at least one. */
  readonly texts: (name: string) => Readonly<Record<string, string>>;
}

interface UserParameters<Parameters> {
  readonly pipeline: PipelineIdentity;
  readonly executionId?: string;
  readonly parameters: Parameters;
}

/**
 * Parses an action's UserParameters: the pipeline and its execution, and what only this action has.
 * @throws ConfigurationError where they are no JSON object, or lack the pipeline's name or a parameter of the action
 */
export function parseUserParameters<Parameters>(
  userParameters: string,
  parseParameters: ParameterParser<Parameters>,
): UserParameters<Parameters> {
  const read = readerOf(userParameters);
  return {
    pipeline: {
      prefix: read.text('prefix'),
      pipeline: read.text('pipeline'),
      environment: read.text('environment'),
    },
    executionId: read.optionalText('executionId'),
    parameters: parseParameters(read),
  };
}

function readerOf(userParameters: string) {
  const given = parseObject(userParameters);
  if (!given)
    throw new ConfigurationError(
      `UserParameters must be a JSON object, got: ${excerptOfFile(userParameters) || 'none'}`,
    );
  const text = (name: string): string => {
    const value = optionalText(given, name);
    if (!value)
      throw new ConfigurationError(`UserParameters must have a text "${name}", got: ${excerptOf(given)}`);
    return value;
  };
  return {
    text,
    optionalText: (name: string) => optionalText(given, name),
    oneOf: <Value extends string>(name: string, values: readonly Value[], otherwise?: Value): Value => {
      if (otherwise !== undefined && given[name] === undefined) return otherwise;
      const value = values.find((one) => one === text(name));
      if (!value)
        throw new ConfigurationError(
          `UserParameters: ${name} must be one of ${values.join(', ')}, got: ${shortened(text(name))}`,
        );
      return value;
    },
    texts: (name: string): Readonly<Record<string, string>> => {
      const members = Object.entries(objectOf(given, name));
      const texts = members.filter((member): member is [string, string] => typeof member[1] === 'string');
      if (texts.length === 0 || texts.length < members.length)
        throw new ConfigurationError(
          `UserParameters: ${name} must be an object of texts, got: ${excerptOf(given[name])}`,
        );
      return Object.fromEntries(texts);
    },
  };
}
