import { composeFile } from '../../../bin/commands/compose/compose-file';

/** JSON of a task definition with these containers. */
const withContainers = (...containers: readonly object[]) =>
  JSON.stringify({ containerDefinitions: containers });

const app = { name: 'a', image: 'b' };

test.each([
  {
    mistake: 'a missing value in the JSON',
    text: '{ "a": 1,\n  "b": }',
    message: 'line 2, column 8: is not JSON: value expected',
  },
  {
    mistake: 'a trailing comma',
    text: '{ "a": 1, }',
    message: 'line 1, column 11: is not JSON: property name expected',
  },
  { mistake: 'an empty file', text: '', message: 'line 1, column 1: is not JSON: value expected' },
  { mistake: 'a list', text: '[]', message: 'the task definition: must be an object  got: []' },
  { mistake: 'missing containers', text: '{}', message: 'containerDefinitions: is required' },
  {
    mistake: 'no container',
    text: withContainers(),
    message: 'containerDefinitions: must have at least one container  got: []',
  },
  {
    mistake: 'a container without an image',
    text: withContainers({ name: 'a' }),
    message: 'containerDefinitions[0].image: is required',
  },
  {
    mistake: 'a value of another type',
    text: withContainers({ ...app, environment: [{ name: 'N', value: 1 }] }),
    message: 'containerDefinitions[0].environment[0].value: must be text  got: 1',
  },
  {
    mistake: 'two containers of one name',
    text: withContainers(app, app),
    message: 'containerDefinitions[1].name: must be different from the others  got: "a"',
  },
  {
    mistake: 'a dependency on an unknown container',
    text: withContainers({ ...app, dependsOn: [{ containerName: 'c', condition: 'START' }] }),
    message: 'containerDefinitions[0].dependsOn[0].containerName: must name a container (a)  got: "c"',
  },
  {
    mistake: 'a mount of an unknown volume',
    text: withContainers({ ...app, mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] }),
    message:
      'containerDefinitions[0].mountPoints[0].sourceVolume: must name a volume (there is none)  got: "v"',
  },
])('refuses a task definition with $mistake', ({ text, message }) => {
  expect(() => composeFile(text)).toThrow(message);
});
