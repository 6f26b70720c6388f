// What people look for in a million messages, by kind: the rare and the common, in the scripts that fill-messages.sql writes.

const words = {
    'a word that is everywhere': ['the', 'you', 'que', 'не'],
    'a common word': ['music', 'server', 'weather', 'музыка'],
    'a rare word': ['stroulock', 'chean', 'réponse', 'погода'],
    'a word that is nowhere': ['zzxqv', 'nowhereatall'],
    'two words': ['music river', 'problem question', 'привет сервер'],
    'a phrase': ['"the to"', '"you it"'],
    'a part of a word': ['usi', 'ther', 'узык'],
    'Chinese and Japanese, one character': ['京', '电'],
    'Chinese and Japanese, two or three': ['我的', '日本', '東京', '音楽は'],
};

export const queries = [
    ...Object.entries(words).flatMap(([kind, list]) => list.map((q) => ({kind, query: {q}}))),
    {kind: 'with filters', query: {has: 'link'}}, {kind: 'with filters', query: {q: 'music', has: 'image'}}, {kind: 'with filters', query: {q: 'the', has: 'link'}},
    {kind: 'with filters', query: {authorId: 900000007}}, {kind: 'with filters', query: {q: 'server', authorId: 900000007}}, {kind: 'with filters', query: {mentions: 900000003}},
];
