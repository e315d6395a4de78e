import type { StopBuildInput, StopBuildOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { interrupt } from '../build-record';
import { findBuild } from '../find';
import type { Room } from '../room';
import { Interruption } from '../run/failure';

/** One that has ended stays as it is. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html */
export const stopBuild =
  (room: Room): Operation<StopBuildInput, StopBuildOutput> =>
  async (input, context) => {
    const record = findBuild(room.of(context), input.id);
    interrupt(record, new Interruption('STOPPED', '', 'The build was stopped'));
    return { build: record.build };
  };
