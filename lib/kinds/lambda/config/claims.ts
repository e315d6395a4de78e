import type { Claim } from '../../../config/kind';
import type { LambdaPipeline } from './model';
import { functionName } from './names';

/**
 * An existing function is released by one pipeline, or another one could publish what this one has just changed. Where
 * environments are aliases, their pipelines know each other, and each has an alias of its own.
 */
export const lambdaClaims = (pipeline: LambdaPipeline): Claim[] =>
  pipeline.functions.flatMap((one): Claim[] => {
    if (pipeline.shared)
      return [
        {
          what: `alias of ${one.name}`,
          key: `${functionName(pipeline, one)}:${pipeline.deploy.alias}`,
          field: ['deploy', 'alias'],
          because: 'where environments are aliases of one function, each has an alias of its own',
        },
      ];
    if (one.existing === undefined) return [];
    return [
      {
        what: 'existing function',
        key: one.existing,
        field: ['functions', one.name, 'existing'],
        because: 'each would publish what the other one has changed',
      },
    ];
  });
