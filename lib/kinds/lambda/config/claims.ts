import type { Claim } from '../../../config/kind';
import type { LambdaPipeline } from './model';
import { functionName, isFirst } from './names';

/**
 * A function is released by one pipeline, or another one could publish what this one has just changed. Where environments are
 * aliases, their pipelines know each other: the first claims the function for all of them, and each has an alias of its own.
 */
export const lambdaClaims = (pipeline: LambdaPipeline): Claim[] => [
  ...(isFirst(pipeline) ? functionClaims(pipeline) : []),
  ...(pipeline.shared ? aliasClaims(pipeline) : []),
];

const functionClaims = (pipeline: LambdaPipeline): Claim[] =>
  pipeline.functions.map((one) => ({
    what: 'released function',
    key: functionName(pipeline, one),
    field: ['functions', one.name, ...(one.existing === undefined ? [] : ['existing'])],
    because: 'each would publish what the other one has changed',
  }));

const aliasClaims = (pipeline: LambdaPipeline): Claim[] =>
  pipeline.functions.map((one) => ({
    what: 'alias',
    key: `${functionName(pipeline, one)}:${pipeline.deploy.alias}`,
    field: ['deploy', 'alias'],
    because: 'where environments are aliases of one function, each has an alias of its own',
  }));
