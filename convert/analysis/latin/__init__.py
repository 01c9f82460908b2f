"""Text in Latin script: line ends, cut words, misread words; also line ends of Korean and Japanese."""
