import { variableName } from '../../../build/config/variable-name';
import type { LambdaPipeline } from './model';
import { functionName } from './names';

/** What a verification is given to call: `ALIAS`, and the name of each function as `<FUNCTION>_FUNCTION`. */
export const verifyVariables = (pipeline: LambdaPipeline): Record<string, string> => ({
  ALIAS: pipeline.deploy.alias,
  ...Object.fromEntries(
    pipeline.functions.map((one) => [`${variableName(one.name)}_FUNCTION`, functionName(pipeline, one)]),
  ),
});
