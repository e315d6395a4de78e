import type { Claim } from '../../../config/kind';
import type { LambdaPipeline } from './model';

/** An existing function is released by one pipeline, or another one could publish what this one has just changed. */
export const lambdaClaims = ({ functions }: LambdaPipeline): Claim[] =>
  functions.flatMap(({ name, existing }) =>
    existing === undefined
      ? []
      : [
          {
            what: 'existing function',
            key: existing,
            field: ['functions', name, 'existing'],
            because: 'each would publish what the other one has changed',
          },
        ],
  );
