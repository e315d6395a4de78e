import { releaseParameterName } from '../../handlers/contract/names';
import { PUBLISH_VERSIONS } from '../../handlers/contract/publish-versions';
import { RECORD_VERSIONS } from '../../handlers/contract/record-versions';
import { lambda } from '../../prove/kinds/lambda';
import { FUNCTIONS, functionName, IDENTITY } from '../../prove/kinds/lambda/names';
import { describeLeftOut, type LeftOutCalls } from './left-out';

const [publishing, recording] = [PUBLISH_VERSIONS.name, RECORD_VERSIONS.name];
const [api, worker] = FUNCTIONS.map((name) => `"${functionName(name)}"`) as [string, string];

/** The same call for each function. */
const ofBoth = (action: string, operation: string, what: RegExp): LeftOutCalls['calls'] =>
  [api, worker].map((name) => [action, operation, name, what] as const);

describeLeftOut([
  {
    ...{ kind: lambda, scenario: 'release' },
    calls: [
      ...ofBoth(publishing, 'UpdateFunctionCode', /6: \w+ must serve the code of e2000000, got: version 3/),
      ...ofBoth(publishing, 'PublishVersion', /the execution must succeed/),
      [recording, 'PutParameter', releaseParameterName(IDENTITY), /3: the record must name version 4 of api/],
      [recording, 'DeleteFunction', worker, /3: no versions of worker must be left over, got: 2/],
    ],
  },
  {
    ...{ kind: lambda, scenario: 'configuration-only' },
    calls: ofBoth(publishing, 'UpdateFunctionConfiguration', /the execution must succeed/),
  },
  {
    ...{ kind: lambda, scenario: 'second-function-fails' },
    calls: [
      [recording, 'UpdateAlias', api, /3: the record must name version 4 of api, which serves, got: 3/],
    ],
  },
]);
