import tseslint from 'typescript-eslint';

/** Typed rules: what a compiler does not see and a reviewer forgets, floating promises first of all. */
export default tseslint.config(
  { ignores: ['node_modules/', 'cdk.out/', 'dist/', 'examples/', '**/*.cjs', '*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
