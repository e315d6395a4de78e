import { CODE } from '../../handlers/contract/uploaded-code';
import type { Arns } from '../pipeline/arns';
import type { PipelinePlan } from '../pipeline/plan';
import type { CodeUpload } from './config/uploads-model';
import { objectSource, objectUpload } from './s3';

/** Code that somebody uploads; each upload starts the pipeline, pinned to the version that it became. */
export function codeUploadSource({ object }: CodeUpload, arns: Arns): Required<PipelinePlan> {
  return {
    stages: [{ name: 'Source', actions: [objectSource(object, CODE.action, CODE.artifact, arns)] }],
    events: [{ id: 'CodeUpload', trigger: objectUpload(object, CODE.action) }],
    triggers: [],
    dependencies: [],
  };
}
