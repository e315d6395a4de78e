import type { StopBuildInput, StopBuildOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { interrupt } from '../build-record';
import { findBuild } from '../find';
import type { CodeBuildStore } from '../store';
import { Interruption } from '../run/failure';

/** One that has ended stays as it is. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html */
export const stopBuild =
  (store: CodeBuildStore): Operation<StopBuildInput, StopBuildOutput> =>
  async (input, context) => {
    const record = findBuild(store.of(context), input.id);
    interrupt(record, new Interruption('STOPPED', '', 'The build was stopped'));
    return { build: record.build };
  };
