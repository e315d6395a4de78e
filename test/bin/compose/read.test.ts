import { composeFile } from '../../../bin/commands/compose/compose-file';

describe('what is no task definition', () => {
  it.each([
    ['{ "a": 1,\n  "b": }', 'line 2, column 8: is not JSON: value expected'],
    ['{ "a": 1, }', 'line 1, column 11: is not JSON: property name expected'],
    ['', 'line 1, column 1: is not JSON: value expected'],
    ['[]', 'the task definition: must be an object  got: []'],
    ['{}', 'containerDefinitions: is required'],
    ['{ "containerDefinitions": [] }', 'containerDefinitions: must have at least one container  got: []'],
    ['{ "containerDefinitions": [{ "name": "a" }] }', 'containerDefinitions[0].image: is required'],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "environment": [{ "name": "N", "value": 1 }] }] }',
      'containerDefinitions[0].environment[0].value: must be text  got: 1',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b" }, { "name": "a", "image": "b" }] }',
      'containerDefinitions[1].name: must be different from the others  got: "a"',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "dependsOn": [{ "containerName": "c", "condition": "START" }] }] }',
      'containerDefinitions[0].dependsOn[0].containerName: must name a container (a)  got: "c"',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "mountPoints": [{ "sourceVolume": "v", "containerPath": "/v" }] }] }',
      'containerDefinitions[0].mountPoints[0].sourceVolume: must name a volume (there is none)  got: "v"',
    ],
  ])('%s is refused', (text, message) => {
    expect(() => composeFile(text)).toThrow(message);
  });
});
