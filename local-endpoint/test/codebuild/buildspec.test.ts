import { parseBuildspec } from '../../services/codebuild/buildspec/parse';

test.each([
  [
    'an unknown phase, with the line of its name',
    'version: 0.2\nphases:\n  compile:\n    commands: [ls]\n',
    'Unknown phase compile: expected one of install, pre_build, build, post_build at line 3',
  ],
  [
    'an unknown key that holds a list',
    'version: 0.2\nphases:\n  build:\n    comands:\n      - ls\n',
    'Unknown key comands in phases/build: expected one of run-as, on-failure, commands, finally at line 4',
  ],
  [
    'commands that are no list',
    'version: 0.2\nphases:\n  build:\n    commands:\n      first: ls\n',
    'Expected phases/build/commands to be of string type at line 4',
  ],
  [
    'a phase twice',
    'version: 0.2\nphases:\n  build: { commands: [ls] }\n  build: { commands: [pwd] }\n',
    'Map keys must be unique: build: { commands: [pwd] } at line 4',
  ],
  [
    'an anchor that is nowhere',
    'version: 0.2\nphases:\n  build: *tests\n',
    'Unknown anchor *tests of phases/build at line 3',
  ],
  [
    'another word for on-failure',
    'version: 0.2\nphases:\n  build:\n    on-failure: STOP\n    commands: [ls]\n',
    'Invalid phases/build/on-failure STOP: expected ABORT or CONTINUE at line 4',
  ],
  ['nothing', '# to do\n', 'The buildspec is empty'],
  ['a list', '- version: 0.2\n', 'Expected the buildspec to be a mapping at line 1'],
])('a buildspec with %s is refused', (_, text, message) => {
  expect(() => parseBuildspec(text)).toThrow(
    expect.objectContaining({ statusCode: 'YAML_FILE_ERROR', message }) as Error,
  );
});
