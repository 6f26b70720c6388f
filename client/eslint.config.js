import { readdirSync } from 'node:fs';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Imports run one way: lib → api, ui → realtime → features → app. Features do not know each other and are put
// together in app/. The one ground floor among them is users: who a person is, and whether they are here.
const features = readdirSync(new URL('./src/features', import.meta.url));
const groundFloor = 'users';

const zones = [
  { target: './src/lib', from: ['./src/api', './src/ui', './src/realtime', './src/features', './src/app'] },
  { target: './src/api', from: ['./src/ui', './src/realtime', './src/features', './src/app'] },
  { target: './src/ui', from: ['./src/api', './src/realtime', './src/features', './src/app'] },
  { target: './src/realtime', from: ['./src/ui', './src/features', './src/app'] },
  { target: './src/features', from: './src/app' },
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: feature === groundFloor ? [`./${feature}`] : [`./${feature}`, `./${groundFloor}`],
    message: 'Features do not import each other: put them together in src/app.',
  })),
];

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat['recommended-latest']],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    settings: {
      // Without these two the plugin reads no TypeScript and finds no cycle.
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file itself.' },
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text from people is rendered as text, never as HTML.',
        },
      ],
    },
  },
  {
    files: ['src/**/components/**', 'src/ui/**', 'src/app/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Components ask their feature’s api module.' }],
    },
  },
);
