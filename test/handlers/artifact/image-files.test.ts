import { parseImageDefinitions, parseImageDetail } from '../../../handlers/artifact/image-files';

test('parses images by container, and the one image of a detail', () => {
  const web = { name: 'web', imageUri: 'registry/web:1' };
  expect(parseImageDefinitions(JSON.stringify([web, { name: 'app', imageUri: 'app:2' }]))).toEqual({
    web: 'registry/web:1',
    app: 'app:2',
  });
  expect(parseImageDetail('{"ImageURI":"registry/web@sha256:0","RepositoryName":"web"}')).toBe(
    'registry/web@sha256:0',
  );
});

test.each([
  { text: '{', message: 'imagedefinitions.json must be JSON' },
  { text: '{}', message: 'must be a list of at least one container and its image, got: {}' },
  { text: '[]', message: 'must be a list of at least one container and its image, got: []' },
  {
    text: '[{"name":"web"}]',
    message: 'item 0 must have a text "name" and a text "imageUri", got: an object with name',
  },
  {
    text: '[{"name":"web","imageUri":"a"},{"name":"web","imageUri":"b"}]',
    message: 'name must be unique, got web twice',
  },
])('refuses the imagedefinitions.json $text', ({ text, message }) => {
  expect(() => parseImageDefinitions(text)).toThrow(message);
});

test.each([
  { text: '{', got: '{' },
  { text: '[]', got: '[]' },
  { text: '{"ImageUri":"x"}', got: 'an object with ImageUri' },
])('refuses the imageDetail.json $text', ({ text, got }) => {
  expect(() => parseImageDetail(text)).toThrow(
    `imageDetail.json must be a JSON object with a text "ImageURI", got: ${got}`,
  );
});
